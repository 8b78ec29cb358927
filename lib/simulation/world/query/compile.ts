import { show } from '../../../kubernetes/fields';
import {
  childrenOf,
  durationSeconds,
  expressionOf,
  nodesNamed,
  operationOf,
  parseQuery,
  selectorsIn,
  textOf,
  type ParsedQuery,
  type SyntaxNode,
} from '../../../promql';
import { InputError, shortened } from '../../../validation';
import { requireFewSamples } from '../budget';
import { type MetricSource } from '../options';
import { type Pod } from '../pod';
import { isPerPod, type Sampled, type Scrapes } from '../scrapes';
import { type Selector } from '../sources';
import { ARITHMETIC, combined, COMPARISONS, joined } from './binary';
import { AGGREGATIONS, mapped, OVER_TIME, seriesOf, type Element, type Evaluate } from './vector';

/** What a selector of a query reads. */
export type SourceOfSelector = (selector: Selector) => MetricSource;

/** Labels by which series of pods can be told apart. */
const POD_LABELS = /pod|instance/;

/** How often a subquery without a step looks. */
const SUBQUERY_STEP = 60;

/** Functions of one series that change nothing but its value. */
const MATHS: Readonly<Record<string, (value: number) => number>> = {
  Abs: Math.abs,
  Ceil: Math.ceil,
  Floor: Math.floor,
  Round: Math.round,
  Sqrt: Math.sqrt,
};

/**
 * A PromQL query as a function of what the modelled Prometheus has scraped. A selector is one series per pod, whatever its labels: the model
 * has one workload.
 *
 * @throws InputError if the query cannot be read, or says something that the model does not know.
 */
export function compileQuery(text: string, scrapes: Scrapes, sourceOf: SourceOfSelector): Evaluate {
  const query = parseQuery(text);
  const expression = expressionOf(query);
  if (query.deepAt !== undefined) {
    throw new InputError({
      what: `The query ${shortened(show(text))} is nested too deeply for the model.`,
      why: 'A sum of hundreds of terms is nested as deeply as it has terms. Prometheus may well take it.',
      fix: 'Select the series with one matcher, such as {__name__=~"…"}, or simulate it with a shorter query.',
    });
  }
  if (!expression || query.errorAt !== undefined) {
    throw new InputError({
      what: `The query ${show(text)} cannot be read${query.errorAt === undefined ? '' : ` from ${show(text.slice(query.errorAt))} on`}.`,
      why: 'Prometheus refuses it, so that there is no value to scale on.',
      fix: 'Correct it.',
    });
  }
  return new Compiler(query, scrapes, sourceOf).compile(expression);
}

/** The longest time that a query looks back, in seconds. */
export function lookbackOf(text: string): number {
  const root = parseQuery(text).root;
  return nodesNamed(root, 'DurationExpr').reduce(
    (sum, node) => sum + (durationSeconds(text.slice(node.from, node.to)) ?? 0),
    0,
  );
}

class Compiler {
  /** How often what is compiled is asked for one answer: more than once within subqueries. */
  private looks = 1;

  constructor(
    private readonly query: ParsedQuery,
    private readonly scrapes: Scrapes,
    private readonly sourceOf: SourceOfSelector,
  ) {}

  compile(node: SyntaxNode): Evaluate {
    switch (node.name) {
      case 'NumberDurationLiteral': {
        const number = this.#number(node);
        return () => number;
      }
      case 'ParenExpr':
      case 'StepInvariantExpr':
        return this.compile(this.#operands(node)[0] ?? node);
      case 'UnaryExpr': {
        const operand = this.compile(this.#operands(node)[0] ?? node);
        const negative = this.#text(node).startsWith('-');
        return negative ? (at) => mapped(operand(at), (value) => -value) : operand;
      }
      case 'VectorSelector':
        return this.#selector(node);
      case 'AggregateExpr':
        return this.#aggregation(node);
      case 'FunctionCall':
        return this.#call(node);
      case 'BinaryExpr':
        return this.#binary(node);
      default:
        throw this.#unknown(node);
    }
  }

  #selector(node: SyntaxNode): Evaluate {
    const source = this.#source(node);
    if (!isPerPod(source)) {
      return (at) => {
        const value = this.scrapes.latest(source, undefined, at);
        return value === undefined ? [] : [{ value }];
      };
    }
    return (at) => {
      const elements: Element[] = [];
      for (const pod of this.scrapes.podsWithin(at, source)) {
        const value = this.scrapes.latest(source, pod, at);
        if (value !== undefined) elements.push({ pod, value });
      }
      return elements;
    };
  }

  #source(node: SyntaxNode): MetricSource {
    const [selector] = selectorsIn(this.query, node);
    return this.sourceOf({ metric: selector?.metric ?? this.#text(node), matchers: selector?.matchers ?? [] });
  }

  #aggregation(node: SyntaxNode): Evaluate {
    const operation = operationOf(node);
    const aggregate = AGGREGATIONS[operation];
    const operand = this.#arguments(node).at(-1);
    if (!aggregate || !operand) throw this.#unknown(node);
    const inner = this.compile(operand);
    if (this.#keepsPods(node)) return operation === 'Count' || operation === 'Group' ? (at) => mapped(inner(at), () => 1) : inner; // prettier-ignore
    return (at) => {
      const series = seriesOf(inner(at));
      return series.length === 0 ? [] : [{ value: aggregate(series.map(({ value }) => value)) }];
    };
  }

  /** Whether an aggregation leaves one series of each pod. */
  #keepsPods(node: SyntaxNode): boolean {
    const modifier = node.getChild('AggregateModifier');
    if (!modifier) return false;
    const named = nodesNamed(modifier, 'LabelName').some((label) => POD_LABELS.test(this.#text(label)));
    return modifier.getChild('By') ? named : !named;
  }

  #call(node: SyntaxNode): Evaluate {
    const name = operationOf(node);
    const args = this.#arguments(node);
    const [first, second] = args;
    if (name === 'Vector' && first) return this.#asSeries(this.compile(first));
    if (name === 'Time') return (at) => at / 1000;
    if (name === 'HistogramQuantile' && first && second) return this.#quantile(first, second);
    if (!first) throw this.#unknown(node);
    const overTime = OVER_TIME[name];
    if (overTime) return this.#overTime(first, overTime);
    const inner = this.compile(first);
    const maths = MATHS[name];
    if (maths) return (at) => mapped(inner(at), maths);
    if (name === 'Scalar') {
      return (at) => {
        const [element, ...others] = seriesOf(inner(at));
        return element && others.length === 0 ? element.value : NaN;
      };
    }
    if ((name === 'ClampMin' || name === 'ClampMax') && second) {
      const bound = this.#number(second);
      const clamp = name === 'ClampMin' ? Math.max : Math.min;
      return (at) => mapped(inner(at), (value) => clamp(value, bound));
    }
    throw this.#unknown(node);
  }

  #asSeries(inner: Evaluate): Evaluate {
    return (at) => seriesOf(inner(at));
  }

  /** A function over the samples of a range, or over what a subquery gave. */
  #overTime(
    range: SyntaxNode,
    overTime: (samples: readonly Sampled[], from: number, to: number) => number | undefined,
  ): Evaluate {
    if (range.name === 'SubqueryExpr') return this.#overSubquery(range, overTime);
    if (range.name !== 'MatrixSelector') throw this.#unknown(range);
    const window = this.#durations(range)[0] ?? NaN;
    const source = this.#source(range);
    const { scrapes } = this;
    const one = (pod: Pod | undefined, from: number, at: number): number | undefined =>
      overTime(scrapes.range(source, pod, from, at), from, at);
    if (!isPerPod(source)) {
      return (at) => {
        const value = one(undefined, at - window, at);
        return value === undefined ? [] : [{ value }];
      };
    }
    const isAlike = source !== 'connections' && source !== 'idleConnections'; // these stay where they were opened
    return (at) => {
      const from = at - window;
      const elements: Element[] = [];
      let steady: number | undefined;
      for (const pod of scrapes.podsWithin(from, source)) {
        // Pods that have served all the time have had the same requests.
        const value = isAlike && pod.hasServedSince(from) ? (steady ??= one(pod, from, at)) : one(pod, from, at);
        if (value !== undefined) elements.push({ pod, value });
      }
      return elements;
    };
  }

  #overSubquery(
    node: SyntaxNode,
    overTime: (samples: readonly Sampled[], from: number, to: number) => number | undefined,
  ): Evaluate {
    const [operand] = this.#operands(node);
    if (!operand) throw this.#unknown(node);
    const [window = NaN, step = SUBQUERY_STEP * 1000] = this.#durations(node);
    requireFewSamples(`The subquery ${show(this.#text(node))}`, window * this.looks, step);
    const outside = this.looks;
    this.looks *= Math.max(1, window / step);
    const inner = this.compile(operand);
    this.looks = outside;
    return (at) => {
      const series = new Map<Element['pod'], Sampled[]>();
      // Prometheus aligns the steps of a subquery with its clock.
      for (let time = Math.floor((at - window) / step) * step + step; time <= at; time += step) {
        for (const { pod, value } of seriesOf(inner(time))) {
          const samples = series.get(pod);
          if (samples) samples.push([time, value]);
          else series.set(pod, [[time, value]]);
        }
      }
      return [...series].flatMap(([pod, samples]) => {
        const value = overTime(samples, at - window, at);
        return value === undefined ? [] : { pod, value };
      });
    };
  }

  /** A quantile of the latency: that of an exponential distribution around the mean of the model. */
  #quantile(quantile: SyntaxNode, buckets: SyntaxNode): Evaluate {
    const factor = -Math.log(1 - Math.min(this.#number(quantile), 0.9999));
    const [range] = nodesNamed(buckets, 'MatrixSelector');
    if (!range || this.#source(range) !== 'latency') throw this.#unknown(buckets);
    const mean = this.#overTime(range, OVER_TIME.AvgOverTime!);
    return (at) => mapped(mean(at), (value) => value * factor);
  }

  #binary(node: SyntaxNode): Evaluate {
    const [left, right] = this.#operands(node);
    const operator = childrenOf(node).find(({ name }) => !isOperand(name))?.name ?? '';
    if (!left || !right) throw this.#unknown(node);
    const [a, b] = [this.compile(left), this.compile(right)];
    if (['Or', 'And', 'Unless'].includes(operator)) {
      return (at) => joined(operator, seriesOf(a(at)), seriesOf(b(at)));
    }
    const arithmetic = ARITHMETIC[operator];
    if (arithmetic) return (at) => combined(a(at), b(at), arithmetic);
    const compare = COMPARISONS[operator];
    if (!compare) throw this.#unknown(node);
    const asNumber = node.getChild('BoolModifier') !== undefined;
    return (at) => combined(a(at), b(at), (x, y) => (asNumber ? Number(compare(x, y)) : compare(x, y) ? x : undefined)); // prettier-ignore
  }

  #arguments(node: SyntaxNode): SyntaxNode[] {
    const body = node.getChild('FunctionCallBody');
    return body ? this.#operands(body) : [];
  }

  #operands(node: SyntaxNode): SyntaxNode[] {
    return childrenOf(node).filter(({ name }) => isOperand(name));
  }

  /** Milliseconds of the durations of a range or subquery itself. */
  #durations(node: SyntaxNode): number[] {
    return childrenOf(node)
      .filter(({ name }) => name === 'DurationExpr')
      .flatMap((duration) => durationSeconds(this.#text(duration)) ?? [])
      .map((length) => length * 1000);
  }

  #number(node: SyntaxNode): number {
    const number = Number(
      this.#text(node)
        .replaceAll('_', '')
        .replace(/^([+-]?)inf$/i, '$1Infinity'),
    );
    if (Number.isNaN(number)) throw this.#unknown(node);
    return number;
  }

  #text(node: SyntaxNode): string {
    return textOf(this.query, node);
  }

  #unknown(node: SyntaxNode): InputError {
    return new InputError({
      what: `The query ${show(this.query.text)} has ${show(this.#text(node))}, which the model cannot compute.`,
      why: 'The autoscaler would follow a number that the model does not have.',
      fix: 'Give the value of the metric instead: world.metrics with the name of the trigger, such as { "s0-prometheus": (second) => 100 }.',
    });
  }
}

function isOperand(name: string): boolean {
  return name.endsWith('Expr') && name !== 'DurationExpr' ? true : OPERANDS.has(name);
}

const OPERANDS = new Set(['FunctionCall', 'VectorSelector', 'MatrixSelector', 'NumberDurationLiteral']);
