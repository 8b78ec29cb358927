/** The folder of a path: `a/b` of `a/b/c.yaml`, `.` of `c.yaml`. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What a path means that is written in a folder, without `.` and `..` where they can be resolved. */
export function resolvePath(folder: string, written: string): string {
  const isAbsolute = written.startsWith('/') || folder.startsWith('/');
  const parts: string[] = [];
  for (const part of (written.startsWith('/') ? written : `${folder}/${written}`).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts[parts.length - 1] !== '..') parts.pop();
    else if (part !== '..' || !isAbsolute) parts.push(part);
  }
  const path = parts.join('/');
  return isAbsolute ? `/${path}` : path === '' ? '.' : path;
}

/** Whether a path is a folder, or in it. */
export function isInFolder(path: string, folder: string): boolean {
  return folder === '.'
    ? !path.startsWith('/') && !path.startsWith('../')
    : path === folder || path.startsWith(`${folder}/`);
}

/** The folders above a path, the nearest first: `a/b`, `a`, `.`. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    folders.push(folder);
    if (folder === '.' || folder === '/' || folder === '..') return folders;
  }
}
