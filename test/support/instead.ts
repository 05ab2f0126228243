/** The port with some of its methods replaced; those of a class would be lost in a spread. */
export function instead<Port extends object>(port: Port, others: Partial<Port>): Port {
  return new Proxy(port, {
    get(target, name) {
      const other: unknown = Reflect.get(others, name);
      const own: unknown = other ?? Reflect.get(target, name);
      return typeof own === "function" && other === undefined ? own.bind(target) : own;
    },
  });
}
