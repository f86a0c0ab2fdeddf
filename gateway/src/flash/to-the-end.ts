/** A chip that is half written is no controller: once it is begun, a lost terminal or an impatient person ends nothing. */

const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/** The work has bounds of its own. Says once that a signal came. */
export async function toTheEnd<T>(say: (text: string) => void, work: () => Promise<T>): Promise<T> {
  let said = false;
  const stay = () => {
    if (!said) say("The chip is being written: this goes on to its end, do not unplug it");
    said = true;
  };
  for (const signal of SIGNALS) process.on(signal, stay);
  const restore = [process.stdout, process.stderr].map(speakToNobody);
  try {
    return await work();
  } finally {
    for (const back of restore) back();
    for (const signal of SIGNALS) process.off(signal, stay);
  }
}

/** With the terminal goes whoever reads: elsewhere that ends us. Returns the way back. */
function speakToNobody(stream: NodeJS.WriteStream): () => void {
  const nothing = () => {};
  const before = stream.rawListeners("error") as (() => void)[];
  stream.removeAllListeners("error").on("error", nothing);
  return () => {
    stream.off("error", nothing);
    for (const listener of before) stream.on("error", listener);
  };
}
