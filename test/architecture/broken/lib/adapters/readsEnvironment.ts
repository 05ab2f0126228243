// breaks: node(no-process-env)
export const region = process.env["AWS_REGION"];
