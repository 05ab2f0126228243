// breaks: typescript(no-floating-promises)
export const start = (act: () => Promise<void>): void => {
  act();
};
