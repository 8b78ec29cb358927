import { Construct } from 'constructs';
import { Instructions, type AutoscalingApp, type IInstructed, type Instruction } from '../../lib';
import { chart } from '../ingress/manifests';

class Door extends Construct implements IInstructed {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Instructions.of(this).add(this);
  }

  public instructions(): Instruction[] {
    return [
      { title: `Open ${this.node.id}`, commands: ['knock', 'push'], note: 'It sticks.' },
      { title: `Close ${this.node.id}`, commands: ['pull'] },
    ];
  }
}

test('an app tells what to type, chart by chart, in the order in which things were made', () => {
  const scope = chart();
  new Door(scope, 'front');
  expect((scope.node.root as AutoscalingApp).instructions()).toBe(`test

  # Open front
  # It sticks.
  knock
  push

  # Close front
  pull
`);
});

test('what is below a construct leaves out what is beside it', () => {
  const scope = chart();
  const [front] = [new Door(scope, 'front'), new Door(scope, 'back')];
  expect(
    Instructions.of(scope)
      .below(front)
      .map(({ title }) => title),
  ).toEqual(['Open front', 'Close front']);
});

test('a chart without anything to type is left out', () => {
  expect((chart().node.root as AutoscalingApp).instructions()).toBe('');
});
