-- Whose turn it is in the queue of files to read, by the indexes that have the jobs in order (lib/store/read-turns.ts; docs/decisions/090-turns-by-index.md).
-- The queue's tables need not be there yet: a body is looked at when it is run.
CREATE FUNCTION "read_turns"("submitters" TEXT[]) RETURNS TABLE ("submitter" TEXT, "served" INTEGER, "last" INTEGER) LANGUAGE plpgsql STABLE
  -- What takes a sort for cheap is a plan that was made while next to nothing waited; it is kept while thousands do.
  SET enable_sort = off SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
DECLARE
  now_served INTEGER;
BEGIN
  SELECT -j.priority INTO now_served FROM pgboss.job j
  WHERE j.name = 'read' AND j.state < 'active' AND NOT j.blocked ORDER BY j.priority DESC LIMIT 1;
  FOREACH submitter IN ARRAY submitters LOOP
    served := now_served;
    -- The order of `job_read_turns` alone.
    SELECT -j.priority INTO last FROM pgboss.job j
    WHERE j.name = 'read' AND j.state < 'active' AND NOT j.blocked AND j.group_id = submitter ORDER BY (- j.priority) DESC LIMIT 1;
    RETURN NEXT;
  END LOOP;
END
$$;
