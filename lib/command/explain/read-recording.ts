import { InputError, type Recording } from '../../simulation';

/**
 * A recording from the text of a file: one JSON document, or JSON lines, of which the first has all but the frames and each other one is a frame.
 *
 * @throws InputError if it is neither, with the line that is broken.
 */
export function readRecording(file: string, written: string): Recording {
  const text = written.replace(/^\uFEFF/, ''); // Windows' editors write it
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > 1 && isDocument(lines[0] ?? '')) return fromLines(file, text);
  return parsed(file, text) as Recording;
}

function fromLines(file: string, text: string): Recording {
  const documents = text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parsed(`${file}:${index + 1}`, line)]));
  const [header, ...frames] = documents;
  return { ...(header as Recording), frames: frames as Recording['frames'] };
}

function isDocument(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parsed(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (caught) {
    throw new InputError({
      what: text.trim() === '' ? `${place} is empty.` : `${place} is not valid JSON: ${(caught as Error).message}.`,
      why: 'Nothing can be decided again without what the controller saw.',
      fix: 'Record as docs/recording-format.md describes; a recorder that was stopped may have left the end out.',
    });
  }
}
