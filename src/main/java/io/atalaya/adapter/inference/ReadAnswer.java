package io.atalaya.adapter.inference;

import io.atalaya.cache.Loader.Loaded;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the model server that was read.
 *
 * @param reply what is given
 * @param answer what it says
 */
record ReadAnswer(Reply reply, ModelAnswer answer) {

  /**
   * Reads an answer of status 200.
   *
   * @throws NotKept when it is none of the protocol
   */
  static ReadAnswer of(UpstreamAnswer.Whole whole, AnswerReader answers) {
    byte[] bytes = whole.body().getBytes();
    String type = whole.headers().get(Headers.CONTENT_TYPE);
    try {
      int jsonLength = ModelFront.jsonLength(whole.headers(), bytes.length);
      Message message = Message.read(bytes, jsonLength, "outputs");
      ModelAnswer answer = answers.read(message);
      return new ReadAnswer(Reply.of(message, type == null ? "application/json" : type), answer);
    } catch (Malformed e) {
      throw new NotKept(whole);
    }
  }

  /** The version that answered: its own word before the one that was asked for. */
  String version(@Nullable String asked) {
    if (answer.version() != null) {
      return answer.version();
    }
    return asked == null ? ModelFront.UNVERSIONED : asked;
  }

  /** This as it is kept. */
  Loaded loaded(@Nullable String version, @Nullable String segment) {
    return new Loaded(reply.toBytes(), answer.confidence(), version(version), segment);
  }
}
