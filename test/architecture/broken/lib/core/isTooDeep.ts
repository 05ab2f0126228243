// breaks: eslint(max-depth)
export const deep = (a: boolean, b: boolean, c: boolean): number => {
  if (a) {
    for (;;) {
      while (b) {
        if (c) return 1;
      }
    }
  }
  return 0;
};
