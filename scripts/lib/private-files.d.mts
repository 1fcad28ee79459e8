export function protectDataFolder(folder: string): void;
