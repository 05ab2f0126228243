import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { runtimeInterfaceClient } from "./runtimeInterfaceClient.ts";
import { type Invocation, RuntimeApi } from "./runtimeApi.ts";

export interface FunctionSettings {
  readonly name: string;
  /** The folder of its bundle, which has index.mjs. */
  readonly folder: string;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** A process of a function, which lives from its cold start until it dies or is ended. */
export class Environment {
  readonly #api: RuntimeApi;
  readonly #process: ChildProcess;
  readonly #settings: FunctionSettings;
  #printed = "";
  busy = false;
  ended = false;

  private constructor(api: RuntimeApi, process: ChildProcess, settings: FunctionSettings) {
    this.#api = api;
    this.#process = process;
    this.#settings = settings;
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#printed += chunk.toString();
      });
    }
    process.on("exit", (code, signal) => {
      this.ended = true;
      api.end(`the process ended with ${signal ?? code}: ${this.#printed.slice(-2000)}`);
    });
  }

  static async start(settings: FunctionSettings): Promise<Environment> {
    const api = await RuntimeApi.start(settings.name);
    const environment = {
      ...settings.environment,
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: settings.name,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${settings.name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: "test",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_REGION: "eu-west-1",
      LAMBDA_TASK_ROOT: settings.folder,
      _HANDLER: "index.handler",
    };
    const started = spawn(process.execPath, [runtimeInterfaceClient()], {
      cwd: settings.folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Environment(api, started, settings);
  }

  /** What it has printed since it was started: its log. */
  get printed(): string {
    return this.#printed;
  }

  async invoke(event: unknown): Promise<Invocation> {
    this.busy = true;
    const { timeoutMs, name } = this.#settings;
    const answered = new AbortController();
    const invocation = this.#api.invoke(event, Date.now() + timeoutMs);
    // As Lambda does: at the deadline the environment is ended, in whatever it is doing.
    void sleep(timeoutMs, undefined, { signal: answered.signal }).then(
      () => this.#process.kill("SIGKILL"),
      () => undefined,
    );
    const came = await invocation;
    answered.abort();
    this.busy = false;
    return came.kind === "died" ? { kind: "died", because: `${name}: ${came.because}` } : came;
  }

  /** In whatever it is doing. */
  async kill(): Promise<void> {
    if (this.ended) return;
    const exit = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await exit;
  }
}
