import { FormDataEncoder } from "form-data-encoder";
import type { SentFile } from "../../flink/exchange.ts";
import type { StreamedBody } from "../kubernetes/connection.ts";

/** A form (multipart/form-data) with one file, which is read while it is sent. */
export function fileForm({ field, name, contentType: type, size, bytes }: SentFile): StreamedBody {
  // A size that is not known is left undefined, which the encoder allows and its types do not.
  const file = { name, type, size: size as number, lastModified: 0, stream: () => bytes, [Symbol.toStringTag]: "File" };
  const form = new FormDataEncoder(formOf(field, file));
  const length = form.contentLength === undefined ? undefined : Number(form.contentLength);
  return { contentType: form.contentType, length, bytes: contentOf(form) };
}

/** What the encoder asks of a form; FormData itself takes only files that it can hold. */
function formOf<File>(field: string, file: File) {
  const entries = (): ArrayIterator<[string, File]> => [[field, file] satisfies [string, File]].values();
  return {
    append: () => undefined,
    getAll: () => [file],
    entries,
    [Symbol.iterator]: entries,
    [Symbol.toStringTag]: "FormData",
  };
}

/** Instead of `encode()` of the library, which cuts large chunks that are views of a buffer in the wrong places. */
async function* contentOf(form: FormDataEncoder): AsyncGenerator<Uint8Array> {
  for (const part of form.values()) {
    if (part instanceof Uint8Array) yield part;
    else yield* part.stream() as AsyncIterable<Uint8Array>;
  }
}
