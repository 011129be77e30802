import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes a checkpoint of any size to measure with: matrices and norms of a decoder in f32, normally
 * distributed, the same for the same arguments. Runs under any Java from 17 on.
 *
 * <pre>java scripts/MakeCheckpoint.java FOLDER BYTES TENSORS SHARDS</pre>
 *
 * Bytes and tensors are met about; with one shard there is no index.
 */
final class MakeCheckpoint {
    private static final int PER_LAYER = 9;
    private static final int POOL = 1 << 20;

    record Spec(String name, int rows, int columns) {
        long bytes() {
            return 4L * Math.max(rows, 1) * columns;
        }

        String shape() {
            return rows == 0 ? "[" + columns + "]" : "[" + rows + "," + columns + "]";
        }
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        List<Spec> specs = specs(Long.parseLong(args[1]), Integer.parseInt(args[2]));
        int shards = Integer.parseInt(args[3]);
        long total = specs.stream().mapToLong(Spec::bytes).sum();
        byte[] values = values();
        StringBuilder map = new StringBuilder();
        int next = 0;
        long written = 0;
        for (int shard = 1; shard <= shards; shard++) {
            List<Spec> content = new ArrayList<>();
            while (next < specs.size() && (shard == shards || written < total / shards * shard)) {
                content.add(specs.get(next));
                written += specs.get(next++).bytes();
            }
            String file =
                    shards == 1
                            ? "model.safetensors"
                            : String.format("model-%05d-of-%05d.safetensors", shard, shards);
            write(folder.resolve(file), content, values);
            for (Spec spec : content) {
                map.append(map.length() == 0 ? "" : ",\n    ")
                        .append("\"" + spec.name() + "\": \"" + file + "\"");
            }
        }
        if (shards > 1) {
            Files.writeString(
                    folder.resolve("model.safetensors.index.json"),
                    "{\n  \"metadata\": {\"total_size\": "
                            + total
                            + "},\n  \"weight_map\": {\n    "
                            + map
                            + "\n  }\n}\n");
        }
        Files.writeString(
                folder.resolve("config.json"),
                "{\n  \"model_type\": \"measured\",\n  \"torch_dtype\": \"float32\"\n}\n");
    }

    private static List<Spec> specs(long bytes, int tensors) {
        int layers = Math.max(1, (tensors - 3) / PER_LAYER);
        // A layer has 4 h^2 + 3 h * 8h/3 = 12 h^2 values; rows make up for the rounding of h.
        int h = Math.max(8, (int) Math.sqrt(bytes / 4.0 / layers / 12) / 8 * 8);
        int inner = Math.max(8, (int) ((bytes / 4 / layers - 4L * h * h) / (3L * h)));
        List<Spec> specs = new ArrayList<>();
        specs.add(new Spec("model.embed_tokens.weight", 32, h));
        for (int i = 0; i < layers; i++) {
            String layer = "model.layers." + i + ".";
            for (String name : List.of("q", "k", "v", "o")) {
                specs.add(new Spec(layer + "self_attn." + name + "_proj.weight", h, h));
            }
            specs.add(new Spec(layer + "mlp.gate_proj.weight", inner, h));
            specs.add(new Spec(layer + "mlp.up_proj.weight", inner, h));
            specs.add(new Spec(layer + "mlp.down_proj.weight", h, inner));
            specs.add(new Spec(layer + "input_layernorm.weight", 0, h));
            specs.add(new Spec(layer + "post_attention_layernorm.weight", 0, h));
        }
        specs.add(new Spec("model.norm.weight", 0, h));
        specs.add(new Spec("lm_head.weight", 32, h));
        return specs;
    }

    /** A million values as trained weights have them; tensors take them from different places. */
    private static byte[] values() {
        Random random = new Random(1);
        ByteBuffer pool = ByteBuffer.allocate(4 * POOL).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < POOL; i++) {
            pool.putFloat((float) (0.02 * random.nextGaussian()));
        }
        return pool.array();
    }

    private static void write(Path file, List<Spec> specs, byte[] values) throws IOException {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        long offset = 0;
        for (Spec spec : specs) {
            header.append(",\"" + spec.name() + "\":{\"dtype\":\"F32\",\"shape\":" + spec.shape())
                    .append(",\"data_offsets\":[" + offset + "," + (offset + spec.bytes()) + "]}");
            offset += spec.bytes();
        }
        header.append("}");
        header.append(" ".repeat((8 - header.length() % 8) % 8));
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            out.write(length.putLong(json.length).array());
            out.write(json);
            Random random = new Random(specs.size());
            for (Spec spec : specs) {
                for (long left = spec.bytes(); left > 0; ) {
                    int from = 4 * random.nextInt(POOL);
                    int count = (int) Math.min(left, values.length - from);
                    out.write(values, from, count);
                    left -= count;
                }
            }
        }
    }
}
