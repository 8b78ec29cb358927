import * as nodeModule from 'node:module';
import * as path from 'node:path';

/** What Node has from 22.1 on. */
interface CompileCache {
  readonly enableCompileCache?: (folder: string) => unknown;
}

/**
 * Lets Node keep what it compiles of the program, so that the next start is a quarter shorter: in a folder of the user's own, because what lies there is run. A folder that
 * cannot be written, an older Node, `NODE_DISABLE_COMPILE_CACHE` and `NODE_COMPILE_CACHE` leave everything as it is.
 *
 * @see https://nodejs.org/api/module.html#module-compile-cache
 */
export function keepCompiled(
  environment: NodeJS.ProcessEnv,
  { enableCompileCache }: CompileCache = nodeModule as CompileCache,
): void {
  const { XDG_CACHE_HOME, HOME, LOCALAPPDATA } = environment;
  const home = [XDG_CACHE_HOME, HOME && path.join(HOME, '.cache'), LOCALAPPDATA].find(
    (each) => each && path.isAbsolute(each),
  );
  if (home) enableCompileCache?.(path.join(home, 'cdk8s-autoscaling', 'compiled'));
}
