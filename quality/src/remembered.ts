/** Makes a function that finds the answer to each question once, and gives it again from then on. */
export function remembered<Question, Answer>(
  answer: (question: Question) => Answer,
): (question: Question) => Answer {
  const known = new Map<Question, { readonly answer: Answer }>();
  return (question) => {
    let found = known.get(question);
    if (found === undefined) known.set(question, (found = { answer: answer(question) }));
    return found.answer;
  };
}
