package io.atalaya.adapter.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.atalaya.generation.EmbeddingException;
import io.atalaya.generation.SentenceEmbedder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jboss.logging.Logger;

/**
 * A sentence-transformer in ONNX Runtime.
 *
 * <p>The model takes {@code input_ids}, {@code attention_mask} and perhaps {@code token_type_ids},
 * and gives a vector for each token, the mean of which is the text's. What a text has beyond the
 * tokens that {@code tokenizer.json} allows is not looked at.
 *
 * <p>A text is computed on the thread that asks, and on no other. Safe for use by several threads;
 * closing waits for those under way.
 */
public final class OnnxSentenceEmbedder implements SentenceEmbedder, AutoCloseable {

  private static final String MODEL = "model.onnx";
  private static final String TOKENIZER = "tokenizer.json";

  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";

  private static final int RANK_OF_TOKEN_VECTORS = 3;

  private static final Logger LOG = Logger.getLogger(OnnxSentenceEmbedder.class);

  private final OrtSession session;
  private final String output;
  private final TokenIds tokens;
  private final AtomicBoolean failed = new AtomicBoolean();

  /** Read by those who use the native parts, written by who frees them. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private boolean closed;

  private OnnxSentenceEmbedder(OrtSession session, String output, TokenIds tokens) {
    this.session = session;
    this.output = output;
    this.tokens = tokens;
  }

  /**
   * Loads a model.
   *
   * @param directory with {@code model.onnx} and {@code tokenizer.json}
   * @throws EmbeddingException when a file is missing or cannot be used; the message says which
   */
  public static OnnxSentenceEmbedder open(Path directory) {
    Path model = existing(directory.resolve(MODEL));
    Path tokenizer = existing(directory.resolve(TOKENIZER));
    OrtSession session = session(model);
    try {
      checkInputs(model, session.getInputNames());
      return new OnnxSentenceEmbedder(
          session, tokenVectors(model, session), TokenIds.open(tokenizer));
    } catch (EmbeddingException e) {
      close(session);
      throw e;
    }
  }

  @Override
  public float[] embed(String text) {
    use.readLock().lock();
    try {
      if (closed) {
        throw new EmbeddingException("the model is closed");
      }
      return embedded(text);
    } finally {
      use.readLock().unlock();
    }
  }

  private float[] embedded(String text) {
    try {
      return run(tokens.of(text));
    } catch (OrtException | RuntimeException e) {
      if (failed.compareAndSet(false, true)) {
        LOG.warn("The model of sentences fails; further failures are counted, not logged", e);
      }
      throw new EmbeddingException("the model failed: " + e.getMessage(), e);
    }
  }

  private float[] run(Encoding encoding) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] mask = encoding.getAttentionMask();
    try (OnnxTensor ids = row(environment, encoding.getIds());
        OnnxTensor masks = row(environment, mask);
        OnnxTensor types = row(environment, encoding.getTypeIds())) {
      Map<String, OnnxTensor> inputs = new HashMap<>(Map.of(IDS, ids, MASK, masks));
      if (session.getInputNames().contains(TYPES)) {
        inputs.put(TYPES, types);
      }
      try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
        OnnxTensor vectors = (OnnxTensor) result.get(0);
        int dimension = Math.toIntExact(vectors.getInfo().getShape()[RANK_OF_TOKEN_VECTORS - 1]);
        return MeanPooling.pool(vectors.getFloatBuffer(), mask, dimension);
      }
    }
  }

  private static OnnxTensor row(OrtEnvironment environment, long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {1, values.length});
  }

  private static Path existing(Path file) {
    if (!Files.isReadable(file)) {
      throw new EmbeddingException(
          file + " cannot be read: a model's directory holds " + MODEL + " and " + TOKENIZER);
    }
    return file;
  }

  private static void checkInputs(Path model, Set<String> names) {
    if (!names.containsAll(Set.of(IDS, MASK)) || !Set.of(IDS, MASK, TYPES).containsAll(names)) {
      throw new EmbeddingException(
          "%s takes %s: a sentence-transformer takes %s, %s and perhaps %s"
              .formatted(model, names, IDS, MASK, TYPES));
    }
  }

  /** The name of the output that has a vector for each token. */
  private static String tokenVectors(Path model, OrtSession session) {
    try {
      for (NodeInfo node : session.getOutputInfo().values()) {
        if (node.getInfo() instanceof TensorInfo tensor
            && tensor.getShape().length == RANK_OF_TOKEN_VECTORS) {
          return node.getName();
        }
      }
    } catch (OrtException e) {
      throw new EmbeddingException(model + " says nothing of its outputs: " + e.getMessage(), e);
    }
    throw new EmbeddingException(
        "%s gives %s: none is a vector for each token (texts, tokens, dimension)"
            .formatted(model, session.getOutputNames()));
  }

  private static OrtSession session(Path model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      return OrtEnvironment.getEnvironment().createSession(model.toString(), options);
    } catch (OrtException e) {
      throw new EmbeddingException(model + " is no model that can be used: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        close(session);
        tokens.close();
      }
    } finally {
      use.writeLock().unlock();
    }
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new EmbeddingException("the model cannot be closed: " + e.getMessage(), e);
    }
  }
}
