package io.atalaya.monitor;

/** The pipeline's own health, as it is now. Implementations are safe for use by several threads. */
public interface PipelineState {

  /** Whether state is being rebuilt, or no part of the log is assigned yet. */
  boolean isReplaying();

  /** Whether the log was polled within the last ten seconds. */
  boolean isPolling();

  /** Whether what was counted could be committed within the last half minute. */
  boolean isCommitting();

  /** Events found in another partition than that of their id, since the start. */
  long misrouted();

  /** Records on the log that were not read yet. */
  long lagRecords();

  /** Whether records that a replay needed were no longer on the log. */
  boolean isHistoryLost();
}
