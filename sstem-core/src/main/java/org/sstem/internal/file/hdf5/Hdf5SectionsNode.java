package org.sstem.internal.file.hdf5;

import io.jhdf.AbstractWritableNode;
import io.jhdf.ObjectHeader;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import io.jhdf.api.NodeType;
import io.jhdf.api.WritableDataset;
import io.jhdf.exceptions.HdfWritingException;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.message.AttributeInfoMessage;
import io.jhdf.object.message.AttributeMessage;
import io.jhdf.object.message.DataLayout;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpace;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.Message;
import io.jhdf.storage.HdfFileChannel;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.RawPixels;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.file.StackSidecar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A contiguous dataset that is copied from files when it is written. jhdf's own takes its data from one Java array,
 * which would have to hold the whole stack.
 */
final class Hdf5SectionsNode extends AbstractWritableNode implements WritableDataset {

    private final DataType type;
    private final DataSpace space;
    private final List<Path> sections;
    private final long bytes;

    Hdf5SectionsNode(String name, Group parent, StackSidecar stack, List<Path> sections) {
        super(parent, name);
        SectionHeader section = stack.section();
        Object example = section.type().newArray(1);
        this.type = DataType.fromObject(example, section.type() != PixelType.FLOAT32);
        long[] size = {stack.sections(), section.height(), section.width()};
        this.space = DataSpace.modifyDimensions(DataSpace.fromObject(new byte[1][1][1]), size);
        this.sections = sections;
        this.bytes = (long) stack.sections() * section.pixels() * section.type().bytes();
    }

    @Override
    public long write(HdfFileChannel out, long position) {
        // The header has the same length whatever the address in it, and the address depends on the length.
        int headerBytes = header(position, 0).toBuffer().limit();
        long dataAddress = position + headerBytes;
        out.write(header(position, dataAddress).toBuffer(), position);
        out.position(dataAddress);
        ByteBuffer block = ByteBuffer.allocate(RawPixels.BLOCK_BYTES);
        try {
            for (Path section : sections) {
                copy(section, block, out);
            }
            if (out.getFileChannel().position() != dataAddress + bytes) {
                throw new HdfWritingException("the sections do not have the size of the stack");
            }
        } catch (IOException e) {
            throw new HdfWritingException(e.getMessage(), e);
        }
        return dataAddress + bytes;
    }

    private static void copy(Path section, ByteBuffer block, HdfFileChannel out) throws IOException {
        try (InputStream in = Files.newInputStream(section)) {
            for (int count = in.read(block.array()); count > 0; count = in.read(block.array())) {
                block.clear().limit(count);
                while (block.hasRemaining()) {
                    out.write(block);
                }
            }
        }
    }

    private ObjectHeader.ObjectHeaderV2 header(long position, long dataAddress) {
        List<Message> messages = new ArrayList<>();
        messages.add(DataTypeMessage.create(type));
        messages.add(DataSpaceMessage.create(space));
        messages.add(FillValueMessage.NO_FILL);
        messages.add(ContiguousDataLayoutMessage.create(dataAddress, bytes));
        if (!getAttributes().isEmpty()) {
            messages.add(AttributeInfoMessage.create());
            for (Map.Entry<String, Attribute> attribute : getAttributes().entrySet()) {
                messages.add(AttributeMessage.create(attribute.getKey(), attribute.getValue()));
            }
        }
        return new ObjectHeader.ObjectHeaderV2(position, messages);
    }

    @Override
    public long getSize() {
        return space.getTotalLength();
    }

    @Override
    public long getSizeInBytes() {
        return bytes;
    }

    @Override
    public long getStorageInBytes() {
        return bytes;
    }

    @Override
    public int[] getDimensions() {
        return space.getDimensions();
    }

    @Override
    public long[] getDimensionsAsLong() {
        return space.getDimensionsAsLong();
    }

    @Override
    public boolean isScalar() {
        return false;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public boolean isCompound() {
        return false;
    }

    @Override
    public boolean isVariableLength() {
        return false;
    }

    @Override
    public long[] getMaxSize() {
        return space.getMaxSizes();
    }

    @Override
    public DataLayout getDataLayout() {
        return DataLayout.CONTIGUOUS;
    }

    @Override
    public Object getData() {
        throw notHeld();
    }

    @Override
    public Object getDataFlat() {
        throw notHeld();
    }

    @Override
    public Object getData(long[] offset, int[] shape) {
        throw notHeld();
    }

    private static HdfWritingException notHeld() {
        return new HdfWritingException("the pixels are copied from files and never held");
    }

    @Override
    public Class<?> getJavaType() {
        return type.getJavaType();
    }

    @Override
    public DataType getDataType() {
        return type;
    }

    @Override
    public Object getFillValue() {
        return null;
    }

    @Override
    public List<PipelineFilterWithData> getFilters() {
        return List.of();
    }

    @Override
    public NodeType getType() {
        return NodeType.DATASET;
    }

    @Override
    public boolean isGroup() {
        return false;
    }

    @Override
    public long getAddress() {
        throw notHeld();
    }

    @Override
    public boolean isLink() {
        return false;
    }

    @Override
    public boolean isAttributeCreationOrderTracked() {
        return false;
    }
}
