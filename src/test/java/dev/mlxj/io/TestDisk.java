package dev.mlxj.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A real disk that lists what is done to it, and that can fail, or end: from then on nothing that
 * is done has an effect, and nobody is told.
 */
class TestDisk extends Disk {
    private final List<String> operations = new ArrayList<>();
    private int effective = Integer.MAX_VALUE;
    private String failing = "";

    /** What the files that were written to and not forced had before. */
    private final Map<FileChannel, byte[]> unforced = new LinkedHashMap<>();

    private End end = End.KILL;

    /** The operations so far, as in {@code force model.safetensors}. */
    List<String> operations() {
        return operations;
    }

    /** How it ends. */
    enum End {
        /** What was written stays. */
        KILL,
        /** What was written and not forced is lost, but for half of the last write. */
        POWER_LOSS
    }

    /** The number of operations that still have an effect; half of one more if it is a write. */
    TestDisk endingAfter(int count, End how) {
        effective = count;
        end = how;
        return this;
    }

    /** Every operation of this name fails, as with a broken device. */
    TestDisk failingAt(String operation) {
        failing = operation;
        return this;
    }

    /** Whether an operation had no effect. */
    boolean isOut() {
        return operations.size() > effective;
    }

    private boolean hasPower(String operation) throws IOException {
        if (operation.equals(failing)) {
            throw new IOException("Input/output error");
        }
        operations.add(operation);
        if (isOut() && end == End.POWER_LOSS) {
            forget();
        }
        return !isOut();
    }

    private void forget() throws IOException {
        for (Map.Entry<FileChannel, byte[]> file : unforced.entrySet()) {
            file.getKey().truncate(0);
            file.getKey().write(ByteBuffer.wrap(file.getValue()), 0);
        }
        unforced.clear();
    }

    /** A temporary file cannot be read, and had nothing before. */
    private void remember(FileChannel file) throws IOException {
        if (!unforced.containsKey(file)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            int unused = bytes.hasRemaining() ? file.read(bytes, 0) : 0;
            unforced.put(file, bytes.array());
        }
    }

    @Override
    FileChannel create(Path file) throws IOException {
        if (hasPower("create")) {
            return super.create(file);
        }
        throw new IOException("the power is gone");
    }

    @Override
    FileChannel createPrivate(Path file) throws IOException {
        return create(file);
    }

    @Override
    void createDirectory(Path directory) throws IOException {
        if (hasPower("createDirectory")) {
            super.createDirectory(directory);
        } else {
            throw new IOException("the power is gone");
        }
    }

    @Override
    int write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        if (hasPower("write")) {
            remember(file);
            return super.write(file, bytes, position);
        }
        if (operations.size() == effective + 1) {
            super.write(file, bytes.slice(bytes.position(), bytes.remaining() / 2), position);
        }
        int all = bytes.remaining();
        bytes.position(bytes.limit());
        return all;
    }

    @Override
    long copy(FileChannel source, long from, long count, FileChannel file) throws IOException {
        return hasPower("copy") ? super.copy(source, from, count, file) : count;
    }

    @Override
    void force(FileChannel file) throws IOException {
        if (hasPower("force")) {
            super.force(file);
            unforced.remove(file);
        }
    }

    @Override
    void forceData(FileChannel file) throws IOException {
        if (hasPower("forceData")) {
            super.forceData(file);
        }
    }

    @Override
    void forceDirectory(Path directory) throws IOException {
        if (hasPower("forceDirectory")) {
            super.forceDirectory(directory);
        }
    }

    @Override
    void rename(Path from, Path to) throws IOException {
        if (hasPower("rename")) {
            super.rename(from, to);
        }
    }

    @Override
    void delete(Path file) throws IOException {
        if (hasPower("delete")) {
            super.delete(file);
        }
    }
}
