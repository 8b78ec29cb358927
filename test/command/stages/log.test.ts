import { Log } from '../../../lib/command/stages/log';
import { type Terminal } from '../../../lib/command/terminal';

function logTo(terminal: Partial<Terminal>, isJson = false) {
  let [output, errors] = ['', ''];
  const log = new Log(
    {
      isTerminal: false,
      environment: {},
      readStandardInput: () => Promise.resolve(''),
      write: (text) => void (output += text),
      writeError: (text) => void (errors += text),
      ...terminal,
    },
    isJson,
  );
  return { log, output: () => output, errors: () => errors };
}

test('what happens is a line for people, whose texts move no cursor', () => {
  const { log, output } = logTo({});
  log.tell({ event: 'x', name: 'a\u001b[2J\nb' }, ({ name }, paint) => [paint(name, 'red'), 'end']);
  expect(output()).toBe('a\\u001b[2J\\u000ab\nend\n');
  const coloured = logTo({ isTerminal: true });
  coloured.log.tell({ event: 'x' }, (_, paint) => [paint('end', 'red')]);
  expect(coloured.output()).toBe('\u001b[31mend\u001b[0m\n');
});

test('what happens is a value for programs', () => {
  const { log, output, errors } = logTo({}, true);
  log.wait('waiting', 'for x');
  log.tell({ event: 'x', name: 'a\nb' }, () => ['for people']);
  expect([JSON.parse(output()), errors()]).toEqual([{ event: 'x', name: 'a\nb' }, '']);
});

test('what is waited for is told once where nobody looks, and again after something happened', () => {
  const { log, errors } = logTo({});
  log.wait('waiting', 'first');
  log.wait('waiting', 'second');
  log.wait('waiting for more', 'third');
  log.settle();
  log.wait('waiting for more', 'fourth');
  expect(errors()).toBe('waiting: first …\nwaiting for more: third …\nwaiting for more: fourth …\n');
});

test('what is waited for is one line that changes where somebody looks', () => {
  const { log, errors } = logTo({ isErrorTerminal: true });
  log.wait('waiting', 'first');
  log.wait('waiting', 'second');
  log.settle();
  expect(errors()).toBe('\r\u001b[Kwaiting: first …\r\u001b[Kwaiting: second …\r\u001b[K');
});

test('no line begins with a command of a build server, however it is indented', () => {
  const { log, output, errors } = logTo({});
  log.tell({ event: 'x', text: '::error::y' }, ({ text }) => [text, `  ${text}`]);
  log.wait('::stop-commands::x', 'y');
  expect(output()).toBe('\\u003a:error::y\n  \\u003a:error::y\n');
  expect(errors()).toBe('\\u003a:stop-commands::x: y …\n');
});
