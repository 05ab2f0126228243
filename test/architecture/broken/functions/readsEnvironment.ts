// breaks: eslint(no-restricted-globals), node(no-process-env)
export const region = process.env["AWS_REGION"];
