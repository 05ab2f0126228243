// breaks: eslint(complexity)
export const all = (of: readonly [unknown, unknown, unknown, unknown, unknown, unknown]): boolean =>
  of[0] === 1 && of[1] === 2 && of[2] === 3 && of[3] === 4 && of[4] === 5 && of[5] === 6 && of.at(0) === 1 &&
  of.at(1) === 2 && of.at(2) === 3 && of.at(3) === 4 && of.at(4) === 5;
