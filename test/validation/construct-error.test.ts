import { ConstructError, problemText } from '../../lib/validation';

const PROBLEM = { what: 'Port 0 is none.', why: 'The API server refuses it.', fix: 'Use 80.' };

test('a problem is told in three lines: what, why and the fix', () => {
  expect(problemText(PROBLEM)).toBe('Port 0 is none.\n    why: The API server refuses it.\n    fix: Use 80.');
});

test('the error of a construct begins with its path and keeps the problem', () => {
  const error = new ConstructError({ node: { path: 'shop/web' } }, PROBLEM);
  expect(error).toBeInstanceOf(Error);
  expect(error.problem).toBe(PROBLEM);
  expect(String(error)).toMatchInlineSnapshot(`
   "ConstructError: [shop/web] Port 0 is none.
       why: The API server refuses it.
       fix: Use 80."
  `);
});

test('nothing in a message is hidden, and a text beyond measure is told by its beginning and its end', () => {
  const what = `The name "\u001b[2J\u202e${'x'.repeat(1_000_000)}y" is odd.`;
  const { message } = new ConstructError({ node: { path: 'shop/\u001b[31m' } }, { ...PROBLEM, what });
  expect(message).toMatch(/^\[shop\/\\u001b\[31m\] The name "\\u001b\[2J\\u202exx/);
  expect(message).toContain('xy" is odd.\n    why:');
  expect(message.length).toBeLessThan(2000);
});
