package org.sstem.cuda.internal;

import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The driver through JCuda. Loading this class needs the JCuda jar, making an instance also its native library and the
 * driver: where one is missing, a {@link LinkageError} is thrown, which the caller has to expect.
 *
 * <p>Codes are checked here; JCuda's own exceptions are a switch for the whole process and belong to the application.
 */
final class JCudaDriverApi implements Driver {

    private final Map<Long, NativePointerObject> objects = new ConcurrentHashMap<>();
    private final AtomicLong handles = new AtomicLong();

    JCudaDriverApi() {
        check("cuInit", JCudaDriver.cuInit(0));
    }

    private static void check(String call, int code) {
        if (code != CUresult.CUDA_SUCCESS) {
            throw new Driver.Failure(call, code, CUresult.stringFor(code));
        }
    }

    private long keep(NativePointerObject object) {
        long handle = handles.incrementAndGet();
        objects.put(handle, object);
        return handle;
    }

    /** JCuda's object behind a handle. */
    <T extends NativePointerObject> T get(Class<T> type, long handle) {
        return type.cast(objects.get(handle));
    }

    /** Forgetting before freeing: whatever the driver answers, nothing is freed twice. */
    private <T extends NativePointerObject> T forget(Class<T> type, long handle) {
        return type.cast(objects.remove(handle));
    }

    private static CUdevice device(int ordinal) {
        CUdevice device = new CUdevice();
        check("cuDeviceGet", JCudaDriver.cuDeviceGet(device, ordinal));
        return device;
    }

    @Override
    public int version() {
        int[] version = new int[1];
        check("cuDriverGetVersion", JCudaDriver.cuDriverGetVersion(version));
        return version[0];
    }

    @Override
    public int deviceCount() {
        int[] count = new int[1];
        check("cuDeviceGetCount", JCudaDriver.cuDeviceGetCount(count));
        return count[0];
    }

    @Override
    public String deviceName(int device) {
        byte[] name = new byte[256];
        check("cuDeviceGetName", JCudaDriver.cuDeviceGetName(name, name.length, device(device)));
        return new String(name, StandardCharsets.US_ASCII).replace("\0", "").strip();
    }

    @Override
    public int computeCapability(int device) {
        int[] major = new int[1];
        int[] minor = new int[1];
        CUdevice handle = device(device);
        check(
                "cuDeviceGetAttribute",
                JCudaDriver.cuDeviceGetAttribute(
                        major, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, handle));
        check(
                "cuDeviceGetAttribute",
                JCudaDriver.cuDeviceGetAttribute(
                        minor, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, handle));
        return 10 * major[0] + minor[0];
    }

    @Override
    public long retainContext(int device) {
        CUcontext context = new CUcontext();
        check("cuDevicePrimaryCtxRetain", JCudaDriver.cuDevicePrimaryCtxRetain(context, device(device)));
        return keep(context);
    }

    @Override
    public void releaseContext(int device) {
        check("cuDevicePrimaryCtxRelease", JCudaDriver.cuDevicePrimaryCtxRelease(device(device)));
    }

    @Override
    public void pushContext(long context) {
        check("cuCtxPushCurrent", JCudaDriver.cuCtxPushCurrent(get(CUcontext.class, context)));
    }

    @Override
    public void popContext() {
        check("cuCtxPopCurrent", JCudaDriver.cuCtxPopCurrent(new CUcontext()));
    }

    @Override
    public long loadModule(String ptx) {
        CUmodule module = new CUmodule();
        check("cuModuleLoadData", JCudaDriver.cuModuleLoadData(module, ptx));
        return keep(module);
    }

    @Override
    public void unloadModule(long module) {
        check("cuModuleUnload", JCudaDriver.cuModuleUnload(forget(CUmodule.class, module)));
    }

    @Override
    public long function(long module, String name) {
        CUfunction function = new CUfunction();
        check(
                "cuModuleGetFunction of " + name,
                JCudaDriver.cuModuleGetFunction(function, get(CUmodule.class, module), name));
        return keep(function);
    }

    @Override
    public long[] memory() {
        long[] free = new long[1];
        long[] total = new long[1];
        check("cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, total));
        return new long[] {free[0], total[0]};
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        CUdeviceptr memory = new CUdeviceptr();
        check("cuMemAlloc of " + bytes + " bytes", JCudaDriver.cuMemAlloc(memory, bytes));
        return new DeviceMemory(keep(memory));
    }

    @Override
    public void free(DeviceMemory memory) {
        check("cuMemFree", JCudaDriver.cuMemFree(forget(CUdeviceptr.class, memory.handle())));
    }

    @Override
    public PinnedMemory allocatePinned(int bytes) {
        Pointer memory = new Pointer();
        check(
                "cuMemHostAlloc of " + bytes + " bytes",
                JCudaDriver.cuMemHostAlloc(memory, bytes, JCudaDriver.CU_MEMHOSTALLOC_PORTABLE));
        return new PinnedMemory(keep(memory), memory.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder()));
    }

    @Override
    public void freePinned(PinnedMemory memory) {
        check("cuMemFreeHost", JCudaDriver.cuMemFreeHost(forget(Pointer.class, memory.handle())));
    }

    @Override
    public long createStream() {
        CUstream stream = new CUstream();
        check("cuStreamCreate", JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
        return keep(stream);
    }

    @Override
    public void destroyStream(long stream) {
        check("cuStreamDestroy", JCudaDriver.cuStreamDestroy(forget(CUstream.class, stream)));
    }

    @Override
    public void synchronize(long stream) {
        check("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(get(CUstream.class, stream)));
    }

    @Override
    public long createEvent() {
        CUevent event = new CUevent();
        check("cuEventCreate", JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING));
        return keep(event);
    }

    @Override
    public void destroyEvent(long event) {
        check("cuEventDestroy", JCudaDriver.cuEventDestroy(forget(CUevent.class, event)));
    }

    @Override
    public void record(long event, long stream) {
        check("cuEventRecord", JCudaDriver.cuEventRecord(get(CUevent.class, event), get(CUstream.class, stream)));
    }

    @Override
    public void await(long event) {
        check("cuEventSynchronize", JCudaDriver.cuEventSynchronize(get(CUevent.class, event)));
    }

    @Override
    public void copyToDevice(PinnedMemory from, DeviceMemory to, long offset, int bytes, long stream) {
        check(
                "cuMemcpyHtoDAsync",
                JCudaDriver.cuMemcpyHtoDAsync(
                        get(CUdeviceptr.class, to.handle()).withByteOffset(offset),
                        get(Pointer.class, from.handle()),
                        bytes,
                        get(CUstream.class, stream)));
    }

    @Override
    public void copyToHost(DeviceMemory from, long offset, PinnedMemory to, int bytes, long stream) {
        check(
                "cuMemcpyDtoHAsync",
                JCudaDriver.cuMemcpyDtoHAsync(
                        get(Pointer.class, to.handle()),
                        get(CUdeviceptr.class, from.handle()).withByteOffset(offset),
                        bytes,
                        get(CUstream.class, stream)));
    }

    @Override
    public void clear(DeviceMemory memory, long bytes, long stream) {
        check(
                "cuMemsetD32Async",
                JCudaDriver.cuMemsetD32Async(
                        get(CUdeviceptr.class, memory.handle()), 0, (bytes + 3) / 4, get(CUstream.class, stream)));
    }

    @Override
    public void launch(long function, Grid grid, long stream, Object... arguments) {
        Pointer[] pointers = new Pointer[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            pointers[i] = argument(arguments[i]);
        }
        check(
                "cuLaunchKernel",
                JCudaDriver.cuLaunchKernel(
                        get(CUfunction.class, function),
                        grid.x(),
                        grid.y(),
                        grid.z(),
                        grid.threadsX(),
                        grid.threadsY(),
                        1,
                        0,
                        get(CUstream.class, stream),
                        Pointer.to(pointers),
                        null));
    }

    private Pointer argument(Object value) {
        if (value instanceof Integer) {
            return Pointer.to(new int[] {(Integer) value});
        }
        if (value instanceof Float) {
            return Pointer.to(new float[] {(Float) value});
        }
        DeviceMemory memory = (DeviceMemory) value;
        return memory.equals(DeviceMemory.NULL)
                ? Pointer.to(new long[] {0})
                : Pointer.to(get(CUdeviceptr.class, memory.handle()));
    }
}
