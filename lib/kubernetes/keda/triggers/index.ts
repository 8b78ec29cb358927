export { conditionFaults, type GivenAuthentication } from './trigger-conditions';
export { missingKeys, unreadKeys, type JudgedTrigger, type TriggerFault, type UnreadKey } from './trigger-faults';
export { targetFault } from './trigger-targets';
export { TABLE_OF_KEDA } from './trigger-table';
export { triggerTypes, type TriggerKey, type TriggerType } from './trigger-type';
export { valueFaults } from './trigger-values';
