/** A question about objects whose answer does not change, worked out once for each of them. */
export function remembered<Asked extends object, Answer>(ask: (about: Asked) => Answer): (about: Asked) => Answer {
  const answers = new WeakMap<Asked, { readonly answer: Answer }>();
  return (about) => {
    let known = answers.get(about);
    if (!known) answers.set(about, (known = { answer: ask(about) }));
    return known.answer;
  };
}
