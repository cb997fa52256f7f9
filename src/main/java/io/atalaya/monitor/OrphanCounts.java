package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.Accumulator;

/** A number of outcomes to which no prediction came. One writer. */
public final class OrphanCounts implements Accumulator<OrphanCounts> {

  private long orphans;

  /** Counts one. */
  public void add() {
    orphans++;
  }

  public long count() {
    return orphans;
  }

  @Override
  public void merge(OrphanCounts other) {
    orphans += other.orphans;
  }

  @Override
  public void retract(OrphanCounts other) {
    orphans -= other.orphans;
  }

  @Override
  public boolean isEmpty() {
    return orphans == 0;
  }

  public void writeTo(ByteWriter out) {
    out.writeUnsigned(orphans);
  }

  public static OrphanCounts readFrom(ByteReader in) {
    OrphanCounts read = new OrphanCounts();
    read.orphans = in.readUnsigned();
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof OrphanCounts other && orphans == other.orphans;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(orphans);
  }
}
