/** Why a path does not stay within a volume, or within the kubelet's folder of profiles. */
export function relativePathProblem(path: string): string | undefined {
  const isWithin = path !== '' && !path.startsWith('/') && !path.split('/').includes('..') && !path.includes('\0');
  return isWithin ? undefined : 'must be a relative path without ".."';
}

/** The same of a file of a volume, whose name the kubelet keeps two dots for. */
export function filePathProblem(path: string): string | undefined {
  return path.startsWith('..') ? 'must not begin with ".."' : relativePathProblem(path);
}
