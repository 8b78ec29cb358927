import { runOn, startNode, withTearDown } from './environment/own-cluster';
import { say } from './environment/progress';

/*
 * npm run cluster [-- COMMAND...]: a node of its own, a shell on it (or a command), and nothing left when it ends.
 */
void withTearDown(async () => {
  const cluster = await startNode();
  const command = process.argv.slice(2);
  const { plane } = cluster;
  if (plane) {
    const [enter = '', ...words] = plane.space.inNetwork(['env', `KUBECONFIG=${plane.kubeconfig}`, 'bash']);
    say(`from another terminal: ${[enter, ...words].join(' ')}`);
  }
  return runOn(cluster, command.length > 0 ? command : [process.env.SHELL ?? 'bash'], 'inherit');
});
