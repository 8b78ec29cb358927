import { App } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { checkManifests, type CheckOptions, type Finding } from '../checks';
import { ClusterProfile } from '../platform';
import { problemText } from '../validation';
import { renderObjects, type RenderedObject } from './rendered-object';
import { RenderedCharts } from './rendered-charts';
import { Warnings } from './warnings';

const checks = new WeakMap<IConstruct, AppChecks>();

/** A synthesis of a plain App. */
interface Synthesis {
  /** Whether it finds what depends on what after the validation, which may still add objects. */
  readonly isValidatedFirst: boolean;
  /** What the rules found. */
  errors?: readonly string[];
  charts?: RenderedCharts;
}

/**
 * The cross-object rules over a whole app, as a validation of its root: `app.synth()` and `Testing.synth(chart)` fail on an error.
 * Every construct of this library attaches it, so that the rules hold in a plain cdk8s App too.
 */
export class AppChecks {
  /** Attaches the rules to the app that a construct is in; once, however often it is called. */
  public static attach(scope: IConstruct): AppChecks {
    const root = scope.node.root;
    let attached = checks.get(root);
    if (!attached) {
      const created = (attached = new AppChecks(root));
      checks.set(root, created);
      root.node.addValidation({ validate: () => created.errors() });
      // a subclass may change the app while it is synthesized
      if (Object.getPrototypeOf(root) === App.prototype) created.followSyntheses(root as App);
    }
    return attached;
  }

  /** What the app says about the rules, beyond its cluster profile. */
  public options: CheckOptions = {};
  private readonly elsewhere: string[] = [];
  private readonly scrapeIntervals: Record<string, number> = {};
  private readonly gauges = new Set<string>();
  private rendered?: readonly RenderedObject[];
  /** What is known of the synthesis that runs. */
  private synthesis?: Synthesis;

  private constructor(private readonly root: IConstruct) {}

  /** Tells the rules of an object that is defined elsewhere, such as `Deployment shop/web`. */
  public provide(object: string): void {
    this.elsewhere.push(object);
  }

  /** Objects that are defined elsewhere, as constructs say. */
  public get provided(): readonly string[] {
    return this.elsewhere;
  }

  /** Tells the rules how often a Prometheus asks its targets, in seconds. */
  public provideScrapeInterval(address: string, seconds: number): void {
    this.scrapeIntervals[address] = seconds;
  }

  /** Tells the rules of a gauge that has the name of a counter. */
  public provideGauge(metric: string): void {
    this.gauges.add(metric);
  }

  /** Runs an action during which the rules look at these objects instead of rendering the app anew. */
  public withRendered<T>(rendered: readonly RenderedObject[], action: () => T): T {
    this.rendered = rendered;
    try {
      return action();
    } finally {
      this.rendered = undefined;
    }
  }

  /**
   * A plain App validates the whole app once more for each of its charts. Nothing changes in it from the first time to the last, and
   * the rules over a whole app are costly.
   */
  private followSyntheses(app: App): void {
    const synth = app.synth.bind(app);
    const synthYaml = app.synthYaml.bind(app);
    app.synth = () => this.during({ isValidatedFirst: true }, synth);
    app.synthYaml = () => this.during({ isValidatedFirst: false }, synthYaml);
  }

  private during<T>(synthesis: Synthesis, synthesize: () => T): T {
    this.synthesis = synthesis;
    try {
      return synthesize();
    } finally {
      synthesis.charts?.end();
      this.synthesis = undefined;
    }
  }

  private errors(): string[] {
    const { synthesis } = this;
    if (!synthesis) return this.validate(this.rendered ?? renderObjects(this.root));
    if (synthesis.errors) return [...synthesis.errors];
    const rendered = renderObjects(this.root);
    synthesis.errors = this.validate(rendered);
    if (synthesis.isValidatedFirst) synthesis.charts = new RenderedCharts(this.root, rendered);
    return [...synthesis.errors];
  }

  private validate(rendered: readonly RenderedObject[]): string[] {
    const profile = ClusterProfile.of(this.root);
    const capacity = profile.capacity();
    const applied = [...rendered].sort((a, b) => (a.stage ?? 0) - (b.stage ?? 0));
    const findings = checkManifests(applied, {
      ...this.options,
      // Text is rendered by anybody's templates; what is written here can take a reference, and is scraped by a call.
      severities: {
        'secret-in-manifest': 'error',
        'not-scraped': 'error',
        'shared-volume': 'error', // apps spread their pods over nodes
        ...this.options.severities,
      },
      provides: [...profile.provides, ...this.elsewhere],
      scrapeIntervals: this.scrapeIntervals,
      gauges: [...this.gauges],
      kubernetes: profile.kubernetes,
      featureGates: profile.featureGates,
      nodePortRange: [profile.firstNodePort, profile.lastNodePort],
      capacity: capacity && { ...capacity, nodes: profile.nodes },
      selfSignedKubelets: profile.selfSignedKubelets,
      nodeAddresses: profile.nodeAddresses,
      withoutLoadBalancers: profile.givesLoadBalancers ? undefined : profile.name,
    });
    const warnings = Warnings.of(this.root);
    for (const finding of findings) if (finding.severity === 'warning') warnings.add(findingText(finding));
    return findings.filter(({ severity }) => severity === 'error').map(findingText);
  }
}

function findingText(finding: Finding): string {
  return `${finding.rule}: ${problemText(finding)}`;
}
