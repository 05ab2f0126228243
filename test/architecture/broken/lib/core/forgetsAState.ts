// breaks: typescript(switch-exhaustiveness-check)
type State = { readonly kind: "on" } | { readonly kind: "off" };

export const label = (state: State): string | undefined => {
  switch (state.kind) {
    case "on":
      return "on";
  }
  return undefined;
};
