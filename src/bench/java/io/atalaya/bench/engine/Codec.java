package io.atalaya.bench.engine;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.v3.lz4.Lz4JavaCompressor;
import io.airlift.compress.v3.lz4.Lz4JavaDecompressor;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import io.atalaya.cache.Compression;
import io.atalaya.cache.DeflateCompression;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Factory;

/** The ways to write answers shorter that were thought of. */
public enum Codec {
  /** The JDK's zlib at its fastest level: what the service uses. */
  DEFLATE_1,
  /** The same at its usual level. */
  DEFLATE_6,
  /** Zstandard's own library at its fastest usual level. */
  ZSTD_1,
  /** The same at its usual level. */
  ZSTD_3,
  /** LZ4's own library. */
  LZ4,
  /** Zstandard in Java. */
  AIR_ZSTD,
  /** LZ4 in Java. */
  AIR_LZ4;

  Compression compression() {
    return switch (this) {
      case DEFLATE_1 -> new DeflateCompression();
      case DEFLATE_6 -> new DeflateCompression(6);
      case ZSTD_1 -> new ZstdJni(1);
      case ZSTD_3 -> new ZstdJni(3);
      case LZ4 -> new Lz4Jni();
      case AIR_ZSTD -> new AirZstd();
      case AIR_LZ4 -> new AirLz4();
    };
  }

  private record ZstdJni(int level) implements Compression {
    @Override
    public byte[] compress(byte[] bytes) {
      return Zstd.compress(bytes, level);
    }

    @Override
    public byte[] decompress(byte[] compressed, int size) {
      byte[] out = new byte[size];
      return exact(out, (int) Zstd.decompress(out, compressed));
    }
  }

  private record Lz4Jni() implements Compression {
    private static final LZ4Factory FACTORY = LZ4Factory.fastestInstance();

    @Override
    public byte[] compress(byte[] bytes) {
      return FACTORY.fastCompressor().compress(bytes);
    }

    @Override
    public byte[] decompress(byte[] compressed, int size) {
      byte[] out = new byte[size];
      return exact(out, FACTORY.safeDecompressor().decompress(compressed, out));
    }
  }

  private record AirZstd() implements Compression {
    @Override
    public byte[] compress(byte[] bytes) {
      var compressor = new ZstdJavaCompressor();
      byte[] out = new byte[compressor.maxCompressedLength(bytes.length)];
      return Arrays.copyOf(out, compressor.compress(bytes, 0, bytes.length, out, 0, out.length));
    }

    @Override
    public byte[] decompress(byte[] compressed, int size) {
      byte[] out = new byte[size];
      return exact(
          out,
          new ZstdJavaDecompressor().decompress(compressed, 0, compressed.length, out, 0, size));
    }
  }

  private record AirLz4() implements Compression {
    @Override
    public byte[] compress(byte[] bytes) {
      var compressor = new Lz4JavaCompressor();
      byte[] out = new byte[compressor.maxCompressedLength(bytes.length)];
      return Arrays.copyOf(out, compressor.compress(bytes, 0, bytes.length, out, 0, out.length));
    }

    @Override
    public byte[] decompress(byte[] compressed, int size) {
      byte[] out = new byte[size];
      return exact(
          out,
          new Lz4JavaDecompressor().decompress(compressed, 0, compressed.length, out, 0, size));
    }
  }

  private static byte[] exact(byte[] out, int length) {
    if (length != out.length) {
      throw new IllegalStateException(length + " bytes are not " + out.length);
    }
    return out;
  }
}
