import * as fs from 'node:fs';
import * as path from 'node:path';
import { binary } from './build';
import { ControlPlane, NODE_ADDRESS } from './control-plane';
import { KUBERNETES } from './versions';

const NODE_NAME = 'node';
const POD_RANGE = '10.244.0.0/24';
const DNS_ADDRESS = '10.96.0.10';
const SANDBOX_IMAGE = 'registry.k8s.io/pause:3.10';

/** A whole Kubernetes node without Docker: a control plane, containerd, a kubelet and kube-proxy. Nothing in it can reach another machine. */
export class ClusterNode {
  /** @param folder where its state is; it is new, and removed by whoever made it */
  static async start(folder: string, images: readonly string[]): Promise<ClusterNode> {
    const plane = await ControlPlane.start(KUBERNETES, folder);
    const node = new ClusterNode(plane);
    try {
      await node.startScheduler();
      node.startContainerd();
      await node.importImages(images);
      await node.startKubelet();
      await node.startProxy();
      await plane.kubectl('apply', `--filename=${path.join(__dirname, 'coredns.yaml')}`);
      await plane.kubectl('wait', '--for=create', `node/${NODE_NAME}`, '--timeout=60s');
      await plane.kubectl('wait', '--for=condition=Ready', `node/${NODE_NAME}`, '--timeout=60s');
      await plane.kubectl('rollout', 'status', 'deployment/coredns', '--namespace=kube-system', '--timeout=90s');
      return node;
    } catch (error) {
      await plane.stop();
      throw error;
    }
  }

  private constructor(readonly plane: ControlPlane) {}

  private async startScheduler(): Promise<void> {
    const kubeconfig = await this.plane.kubeconfigOf('scheduler', '/CN=system:kube-scheduler');
    this.plane.space.start(
      'kube-scheduler',
      binary(KUBERNETES, 'kube-scheduler'),
      ...['--kubeconfig', '--authentication-kubeconfig', '--authorization-kubeconfig'].map(
        (each) => `${each}=${kubeconfig}`,
      ),
      '--leader-elect=false',
      '--bind-address=127.0.0.1',
    );
  }

  private startContainerd(): void {
    const config = this.write(
      'containerd.toml',
      `version = 2
root = "${this.file('containerd')}"
state = "/run/containerd"
[plugins."io.containerd.grpc.v1.cri"]
  restrict_oom_score_adj = true # without CAP_SYS_RESOURCE nobody may lower it, and runc would fail
  sandbox_image = "${SANDBOX_IMAGE}"
  enable_unprivileged_ports = true # as containerd 2 has it; files in our images carry no capabilities
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${this.file('cni')}"
`,
    );
    const ipam = { type: 'host-local', ranges: [[{ subnet: POD_RANGE }]], routes: [{ dst: '0.0.0.0/0' }] };
    const bridge = { type: 'bridge', bridge: 'cni0', isGateway: true, hairpinMode: true, ipam };
    this.write('cni/10-bridge.conflist', JSON.stringify({ cniVersion: '0.4.0', name: 'pods', plugins: [bridge] }));
    this.plane.space.start('containerd', 'containerd', `--config=${config}`);
  }

  private async importImages(archives: readonly string[]): Promise<void> {
    await this.waitForContainerd();
    for (const archive of archives) {
      await this.plane.space.run('ctr', '--namespace=k8s.io', 'images', 'import', archive);
    }
  }

  private async waitForContainerd(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const ready = await this.plane.space.run('ctr', 'version').then(
        () => true,
        () => false,
      );
      if (ready) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`containerd does not answer:\n${this.plane.space.lastLines('containerd')}`);
  }

  private async startKubelet(): Promise<void> {
    const kubeconfig = await this.plane.kubeconfigOf('kubelet', `/O=system:nodes/CN=system:node:${NODE_NAME}`);
    const config = this.write(
      'kubelet.json',
      JSON.stringify({
        apiVersion: 'kubelet.config.k8s.io/v1beta1',
        kind: 'KubeletConfiguration',
        authentication: { anonymous: { enabled: false }, x509: { clientCAFile: this.plane.authority.certificate } },
        authorization: { mode: 'Webhook' },
        containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
        cgroupDriver: 'cgroupfs',
        failCgroupV1: false,
        failSwapOn: false,
        imagePullCredentialsVerificationPolicy: 'NeverVerify', // images are imported, not pulled
        imageGCHighThresholdPercent: 100,
        evictionHard: { 'memory.available': '1Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
        clusterDNS: [DNS_ADDRESS],
        clusterDomain: 'cluster.local',
        resolvConf: this.write('resolv.conf', 'nameserver 127.0.0.1\n'),
      }),
    );
    this.plane.space.start(
      'kubelet',
      binary(KUBERNETES, 'kubelet'),
      `--config=${config}`,
      `--kubeconfig=${kubeconfig}`,
      `--hostname-override=${NODE_NAME}`,
      `--node-ip=${NODE_ADDRESS}`,
      `--root-dir=${this.file('kubelet')}`,
      `--cert-dir=${this.file('pki')}`,
    );
  }

  private async startProxy(): Promise<void> {
    const kubeconfig = await this.plane.kubeconfigOf('proxy', '/CN=system:kube-proxy');
    await this.plane.kubectl(
      ...[
        'create',
        'clusterrolebinding',
        'kube-proxy',
        '--clusterrole=system:node-proxier',
        '--user=system:kube-proxy',
      ],
    );
    this.plane.space.start(
      'kube-proxy',
      binary(KUBERNETES, 'kube-proxy'),
      `--kubeconfig=${kubeconfig}`,
      `--hostname-override=${NODE_NAME}`,
      `--cluster-cidr=${POD_RANGE}`,
      '--bind-address=127.0.0.1',
      '--conntrack-max-per-core=0', // what it would set belongs to the whole machine
      '--conntrack-tcp-timeout-established=0',
      '--conntrack-tcp-timeout-close-wait=0',
    );
  }

  private file(name: string): string {
    return path.join(this.plane.folder, name);
  }

  private write(name: string, content: string): string {
    const file = this.file(name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
    return file;
  }
}
