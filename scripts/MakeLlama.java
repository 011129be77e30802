import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Makes a llama of any size to measure with: random weights in bf16, scaled so that its states keep
 * their size, its {@code config.json}, and {@code tokens.txt} with 128 token ids; the same for the
 * same arguments. Runs under any Java from 17 on.
 *
 * <pre>java scripts/MakeLlama.java FOLDER BYTES</pre>
 */
final class MakeLlama {
    private static final int VOCABULARY = 32000;
    private static final int HEAD = 64;
    private static final int TOKENS = 128;
    private static final int POOL = 1 << 20;

    /** Values of standard deviation 1, as bf16. */
    private final byte[] pool = new byte[2 * POOL];

    private final Random random = new Random(1);
    private final Map<String, int[]> shapes = new LinkedHashMap<>();

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        new MakeLlama().make(folder, Long.parseLong(args[1]));
    }

    private void make(Path folder, long bytes) throws IOException {
        int h = bytes < 1L << 30 ? 1024 : 2048;
        int inner = 11 * h / 4;
        long perLayer = 2L * (2L * h * h + h * h / 2 + 3L * h * inner);
        int layers = (int) Math.max(1, Math.round((bytes - 4.0 * VOCABULARY * h) / perLayer));
        shapes.put("model.embed_tokens.weight", new int[] {VOCABULARY, h});
        for (int i = 0; i < layers; i++) {
            String layer = "model.layers." + i + ".";
            shapes.put(layer + "self_attn.q_proj.weight", new int[] {h, h});
            shapes.put(layer + "self_attn.k_proj.weight", new int[] {h / 4, h});
            shapes.put(layer + "self_attn.v_proj.weight", new int[] {h / 4, h});
            shapes.put(layer + "self_attn.o_proj.weight", new int[] {h, h});
            shapes.put(layer + "mlp.gate_proj.weight", new int[] {inner, h});
            shapes.put(layer + "mlp.up_proj.weight", new int[] {inner, h});
            shapes.put(layer + "mlp.down_proj.weight", new int[] {h, inner});
            shapes.put(layer + "input_layernorm.weight", new int[] {h});
            shapes.put(layer + "post_attention_layernorm.weight", new int[] {h});
        }
        shapes.put("model.norm.weight", new int[] {h});
        shapes.put("lm_head.weight", new int[] {VOCABULARY, h});
        writeWeights(folder.resolve("model.safetensors"));
        writeTokens(folder);
        Files.writeString(
                folder.resolve("config.json"),
                """
                {
                  "architectures": ["LlamaForCausalLM"],
                  "model_type": "llama",
                  "hidden_act": "silu",
                  "hidden_size": %d,
                  "intermediate_size": %d,
                  "num_hidden_layers": %d,
                  "num_attention_heads": %d,
                  "num_key_value_heads": %d,
                  "max_position_embeddings": 2048,
                  "rms_norm_eps": 1e-05,
                  "rope_theta": 10000.0,
                  "tie_word_embeddings": false,
                  "torch_dtype": "bfloat16",
                  "vocab_size": %d
                }
                """
                        .formatted(h, inner, layers, h / HEAD, h / HEAD / 4, VOCABULARY));
    }

    private void writeWeights(Path file) throws IOException {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        long offset = 0;
        for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
            int[] shape = entry.getValue();
            long size = 2L * shape[0] * (shape.length == 1 ? 1 : shape[1]);
            header.append(",\"")
                    .append(entry.getKey())
                    .append("\":{\"dtype\":\"BF16\",\"shape\":[");
            header.append(shape[0]).append(shape.length == 1 ? "" : "," + shape[1]);
            header.append("],\"data_offsets\":[").append(offset).append(',').append(offset + size);
            header.append("]}");
            offset += size;
        }
        header.append('}');
        header.append(" ".repeat((8 - header.length() % 8) % 8));
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            out.write(length.putLong(json.length).array());
            out.write(json);
            for (int[] shape : shapes.values()) {
                write(out, shape);
            }
        }
    }

    /** Norms are 1; a matrix keeps the size of what it is multiplied with. */
    private void write(OutputStream out, int[] shape) throws IOException {
        if (shape.length == 1) {
            fill(() -> 1);
        } else {
            float scale = (float) (1 / Math.sqrt(shape[1]));
            fill(() -> (float) (scale * random.nextGaussian()));
        }
        for (long left = 2L * shape[0] * (shape.length == 1 ? 1 : shape[1]); left > 0; ) {
            int from = 2 * random.nextInt(POOL);
            int count = (int) Math.min(left, pool.length - from);
            out.write(pool, from, count);
            left -= count;
        }
    }

    private interface Value {
        float next();
    }

    private void fill(Value value) {
        ByteBuffer values = ByteBuffer.wrap(pool).order(ByteOrder.LITTLE_ENDIAN);
        while (values.hasRemaining()) {
            values.putShort((short) (Float.floatToIntBits(value.next()) >>> 16));
        }
    }

    private void writeTokens(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < TOKENS; i++) {
            text.append(i == 0 ? "" : " ").append(random.nextInt(VOCABULARY));
        }
        Files.writeString(folder.resolve("tokens.txt"), text.append('\n'));
    }
}
