import { PathType, type Instruction, type OutsideAddress, type RouteProps } from '../platform';

/** A request for each path of a route, by each protocol. */
export function routeInstructions(
  name: string,
  { backends, host }: RouteProps,
  protocols: readonly string[],
  addressOf: (protocol: string) => OutsideAddress,
): Instruction[] {
  const plain = backends.filter(({ pathType }) => pathType !== PathType.REGULAR_EXPRESSION);
  const paths = plain.length > 0 ? plain.map(({ path }) => path) : ['/'];
  return protocols.map((protocol) =>
    addressOf(protocol).instruction(
      `Open route "${name}" by ${protocol.toUpperCase()}`,
      paths.map((path) => ({ path, host: host?.replace('*', 'any'), https: protocol === 'https' })),
    ),
  );
}
