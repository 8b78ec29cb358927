export { missingKeys, unreadKeys, type JudgedTrigger, type UnreadKey } from './trigger-faults';
export { TABLE_OF_KEDA } from './trigger-table';
export { triggerTypes, type TriggerKey, type TriggerType } from './trigger-type';
