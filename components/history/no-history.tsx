import { EmptyState } from '@/components/ui/empty-state';

export function NoHistory() {
  return <EmptyState>Your runs appear here. Press Run to start one.</EmptyState>;
}
