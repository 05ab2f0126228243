/** A value, or the reason why there is none: a sentence for the user that names the field and says what would be right. */
export type Answer<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "problem"; readonly because: string };

export const value = <T>(of: T): Answer<T> => ({ kind: "value", value: of });
export const problem = (because: string): Answer<never> => ({ kind: "problem", because });
