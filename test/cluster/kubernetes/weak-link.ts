import * as fs from 'node:fs';
import * as net from 'node:net';
import { pause } from './wait';

/** A connection to the API server that can be slow, and that can break. */
export class WeakLink {
  /** @param server of a kubeconfig, such as `https://127.0.0.1:6443` */
  static async to(server: string): Promise<WeakLink> {
    const { hostname, port } = new URL(server);
    const link = new WeakLink(hostname, Number(port || 443));
    await link.mend();
    return link;
  }

  /** Milliseconds that everything which the API server says is late. */
  delay = 0;
  private readonly sockets = new Set<net.Socket>();
  private listener: net.Server | undefined;
  private port = 0;

  private constructor(
    private readonly host: string,
    private readonly behind: number,
  ) {}

  /** Writes a kubeconfig, in JSON, that takes this way: certificates are checked as before. */
  writeKubeconfig(file: string, config: string): string {
    fs.writeFileSync(file, config.replace(/"server": *"[^"]*"/, `"server":"https://${this.host}:${this.port}"`));
    return file;
  }

  /** Breaks every connection off, and takes no new one. */
  cut(): Promise<void> {
    const { listener } = this;
    for (const socket of this.sockets) socket.destroy();
    this.listener = undefined;
    return new Promise((resolve) => (listener ? listener.close(() => resolve()) : resolve()));
  }

  /** Takes connections, at the same place as before. */
  async mend(): Promise<void> {
    const listener = net.createServer((near) => this.carry(near));
    await new Promise<void>((resolve) => listener.listen(this.port, this.host, resolve));
    this.port = (listener.address() as net.AddressInfo).port;
    this.listener = listener;
  }

  private carry(near: net.Socket): void {
    const far = net.connect(this.behind, this.host);
    let last = Promise.resolve();
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined); // the other end is told by the close
      socket.once('close', () => {
        this.sockets.delete(socket);
        void last.then(() => (socket === near ? far : near).destroy());
      });
    }
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk) => {
      const due = pause(this.delay);
      last = last.then(() => due).then(() => void near.write(chunk));
    });
  }
}
