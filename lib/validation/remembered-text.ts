/** So many answers are remembered: then all are forgotten. */
const MOST = 1000;

/** A question about a text whose answer does not change: most manifests say the same few things again and again. */
export function rememberedText<Answer>(ask: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return (text) => {
    let known = answers.get(text);
    if (!known) {
      known = { answer: ask(text) };
      if (answers.size >= MOST) answers.clear();
      answers.set(text, known);
    }
    return known.answer;
  };
}
