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
