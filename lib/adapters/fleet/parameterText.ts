import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { Faulted } from "../../core/fault.ts";
import { clientOptions } from "../aws/clientOptions.ts";
import { awsFault } from "../eks/awsFault.ts";
import type { CredentialSource } from "../eks/credentials.ts";

/** The text of a parameter of SSM, deciphered if it is secret. Throws `Faulted`. */
export async function parameterText(name: string, credentials: CredentialSource): Promise<string> {
  const what = `parameter ${name} of SSM`;
  const client = new SSMClient(clientOptions(credentials));
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    if (Parameter?.Value !== undefined) return Parameter.Value;
  } catch (error) {
    throw awsFault(error, what);
  } finally {
    client.destroy();
  }
  throw new Faulted({ kind: "unavailable", what, because: "SSM answered without a value" });
}
