import { type Construct } from 'constructs';
import { AppProtocol, PathType } from '../../platform';
import { ConstructError } from '../../validation';
import { type ResolvedBackend, type ResolvedRoute, type ResolvedTarget } from '../resolved-route';

/** The kind and the rules of a route. */
export interface RouteRules {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly rules: readonly object[];
}

/**
 * A GRPCRoute where the backends speak gRPC, else an HTTPRoute.
 *
 * @throws on a route of both, and on what a GRPCRoute cannot say.
 */
export function routeRules(scope: Construct, route: ResolvedRoute): RouteRules {
  const { name, backends, defaultBackend } = route;
  const last = defaultBackend ? [{ backendRefs: [backendReference(defaultBackend)] }] : [];
  const grpc = backends.filter(({ protocol }) => protocol === AppProtocol.GRPC);
  if (grpc.length === 0) return { kind: 'HTTPRoute', rules: [...backends.map(httpRule), ...last] };
  const other = backends.find(({ protocol }) => protocol !== AppProtocol.GRPC);
  if (other) {
    throw new ConstructError(scope, {
      what: `Route "${name}" leads to gRPC at Service "${grpc[0]!.service}", and to ${other.protocol} at Service "${other.service}".`,
      why: 'In the Gateway API a GRPCRoute and an HTTPRoute are two objects, and share no host at one listener.',
      fix: 'Make two routes with hosts of their own.',
    });
  }
  return { kind: 'GRPCRoute', rules: [...grpc.map((backend) => grpcRule(scope, name, backend)), ...last] };
}

const MATCH_TYPES: Readonly<Record<PathType, string>> = {
  [PathType.EXACT]: 'Exact',
  [PathType.PREFIX]: 'PathPrefix',
  [PathType.REGULAR_EXPRESSION]: 'RegularExpression',
};

function httpRule(backend: ResolvedBackend): object {
  return {
    matches: [{ path: { type: MATCH_TYPES[backend.pathType], value: backend.path } }],
    filters: backend.rewrite === undefined ? undefined : [rewriteFilter(backend.pathType, backend.rewrite)],
    backendRefs: backendReferences(backend),
  };
}

/** The path of a call is `/<package>.<Service>/<Method>`. @see https://gateway-api.sigs.k8s.io/api-types/grpcroute/ */
function grpcRule(scope: Construct, name: string, backend: ResolvedBackend): object {
  const { path, pathType, rewrite } = backend;
  const backendRefs = backendReferences(backend);
  if (rewrite === undefined && pathType === PathType.PREFIX && path === '/') return { backendRefs };
  const [, service, method] = /^\/([\w.]+)(?:\/(\w+)?)?$/.exec(path) ?? [];
  const complete = method === undefined ? PathType.PREFIX : PathType.EXACT;
  if (service !== undefined && rewrite === undefined && pathType === complete) {
    return { matches: [{ method: { type: 'Exact', service, method } }], backendRefs };
  }
  throw new ConstructError(scope, {
    what: `Route "${name}" leads to gRPC at the path "${path}"${rewrite === undefined ? '' : `, rewritten to "${rewrite}"`}.`,
    why: 'A GRPCRoute tells calls apart by service and method, and rewrites none.',
    fix: 'Write /package.Service as a prefix, /package.Service/Method as PathType.EXACT, or leave the path out.',
  });
}

function rewriteFilter(pathType: PathType, rewrite: string): object {
  const path =
    pathType === PathType.EXACT
      ? { type: 'ReplaceFullPath', replaceFullPath: rewrite }
      : { type: 'ReplacePrefixMatch', replacePrefixMatch: rewrite };
  return { type: 'URLRewrite', urlRewrite: { path } };
}

function backendReferences(backend: ResolvedBackend): object[] {
  const { canary } = backend;
  if (!canary) return [backendReference(backend)];
  return [
    { ...backendReference(backend), weight: 100 - canary.weight },
    { ...backendReference(canary), weight: canary.weight },
  ];
}

/** A route takes a port by number only. */
function backendReference({ service, port }: ResolvedTarget): object {
  return { name: service, port };
}
