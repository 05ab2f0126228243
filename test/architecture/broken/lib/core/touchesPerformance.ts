// breaks: eslint(no-restricted-globals)
export const touched: unknown = performance;
