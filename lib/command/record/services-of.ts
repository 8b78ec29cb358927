import { type ClusterApi } from '../../cluster';
import { fields, type Fields } from '../../kubernetes/fields';

/** The Services that lead to the pods of a workload. @throws ApiRefusal if they may not be read. */
export async function servicesOf(
  api: Pick<ClusterApi, 'list'>,
  namespace: string,
  workload: Fields,
): Promise<Fields[]> {
  const labels = fields(workload, 'spec', 'template', 'metadata', 'labels');
  const services = await api.list(`/api/v1/namespaces/${namespace}/services`, (service) => service);
  return services.filter((service) => {
    const selector = Object.entries(fields(service, 'spec', 'selector'));
    return selector.length > 0 && selector.every(([label, value]) => labels[label] === value);
  });
}
