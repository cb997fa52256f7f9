package io.atalaya.adapter.file;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.jboss.logging.Logger;

/** Says how far the reading of a file has come, when it takes long. For one thread. */
final class Progress {

  private static final Logger LOG = Logger.getLogger(Progress.class);
  private static final long EVERY_NANOS = 5_000_000_000L;
  private static final int EVERY_ROWS = 1 << 12;

  private final String name;
  private final SeekableByteChannel channel;
  private long dueNanos = System.nanoTime() + EVERY_NANOS;

  Progress(String name, SeekableByteChannel channel) {
    this.name = name;
    this.channel = channel;
  }

  /** Takes note that so many rows were read. */
  void told(int rows) throws IOException {
    if (rows % EVERY_ROWS == 0 && System.nanoTime() - dueNanos > 0) {
      dueNanos = System.nanoTime() + EVERY_NANOS;
      LOG.infof(
          "Reading %s: %d rows, %d %%",
          name, rows, 100 * channel.position() / Math.max(1, channel.size()));
    }
  }
}
