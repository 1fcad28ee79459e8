import { EmptyState } from '@/components/ui/empty-state';

export function NoHistory() {
  return <EmptyState>Every run is kept here. Press Run to make the first one.</EmptyState>;
}
