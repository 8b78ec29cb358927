import { rememberedText } from '../../lib/validation';

test('an answer is worked out once for each text, also where there is none', () => {
  const ask = jest.fn((text: string) => (text === '' ? undefined : text.length));
  const lengthOf = rememberedText(ask);
  expect(['ab', '', 'ab', ''].map(lengthOf)).toEqual([2, undefined, 2, undefined]);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('a thousand answers are remembered, and then forgotten', () => {
  const ask = jest.fn(String);
  const same = rememberedText(ask);
  for (let i = 0; i <= 1000; i++) same(`${i}`);
  same('1000');
  expect(ask).toHaveBeenCalledTimes(1001);
  same('0');
  expect(ask).toHaveBeenCalledTimes(1002);
});
