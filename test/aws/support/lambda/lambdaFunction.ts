import { Environment, type FunctionSettings } from "./environment.ts";
import type { Invocation } from "./runtimeApi.ts";

/** A function as Lambda runs it: an environment that is idle is used again, else one is started. */
export class LambdaFunction {
  readonly settings: FunctionSettings;
  #environments: readonly Environment[] = [];
  readonly #printed: string[] = [];

  constructor(settings: FunctionSettings) {
    this.settings = settings;
  }

  async invoke(event: unknown): Promise<Invocation> {
    const environment = this.#environments.find(({ busy, ended }) => !busy && !ended) ?? (await this.#start());
    return environment.invoke(event);
  }

  /** Ends one that is at work; whether there was one. */
  async killOne(): Promise<boolean> {
    const victim = this.#environments.find(({ busy, ended }) => busy && !ended);
    await victim?.kill();
    return victim !== undefined;
  }

  /** Of all its environments. */
  get printed(): string {
    return [...this.#printed, ...this.#environments.map(({ printed }) => printed)].join("");
  }

  async close(): Promise<void> {
    await Promise.all(this.#environments.map((environment) => environment.kill()));
  }

  async #start(): Promise<Environment> {
    for (const { printed } of this.#environments.filter(({ ended }) => ended)) this.#printed.push(printed);
    const environment = await Environment.start(this.settings);
    this.#environments = [...this.#environments.filter(({ ended }) => !ended), environment];
    return environment;
  }
}
