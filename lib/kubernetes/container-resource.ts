/** Resources of containers whose names have no prefix. */
const STANDARD = /^(?:cpu|memory|ephemeral-storage|hugepages-.*)$/;

/** Whether a name without a prefix is that of a resource of containers: the API server refuses any other one. */
export function isStandardResource(name: string): boolean {
  return STANDARD.test(name);
}

/** The resource that a name in other letters means, such as `cpu` for `CPU`: names are case-sensitive everywhere. */
export function resourceMeantBy(name: string): string | undefined {
  const lower = name.toLowerCase();
  return lower !== name && isStandardResource(lower) ? lower : undefined;
}
