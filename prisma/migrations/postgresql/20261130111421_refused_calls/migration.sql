-- AlterEnum
ALTER TYPE "RunStatus" ADD VALUE 'refused';
