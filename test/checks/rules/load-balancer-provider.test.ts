import { loadBalancerProvider } from '../../../lib/checks/rules/load-balancer-provider';
import { findings, service, told } from '../objects';
import { loadBalancer, pool } from '../pools';

const WEB = loadBalancer('web');

test.each(['kind', 'minikube', 'kubeadm'])('on %s a LoadBalancer Service is a warning with the ways out', (cluster) => {
  const [finding, ...others] = findings(loadBalancerProvider, [WEB], { withoutLoadBalancers: cluster });
  expect(told(finding)).toMatchSnapshot();
  expect(finding?.objects).toEqual([WEB]);
  expect(others).toEqual([]);
});

test('it is silent where a pool, another provider or the cluster gives addresses', () => {
  const options = { withoutLoadBalancers: 'kind' };
  expect(findings(loadBalancerProvider, [WEB])).toEqual([]);
  expect(findings(loadBalancerProvider, [WEB, pool('pool', ['10.0.0.0/28'])], options)).toEqual([]);
  const objects = [loadBalancer('cloud', {}, { loadBalancerClass: 'example.com/cloud' }), service('internal')];
  expect(findings(loadBalancerProvider, objects, options)).toEqual([]);
});
