import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/**
 * Counts numbers per key, about 1,000 a second and subtask of the source, for ever. The count of the last key seen is the metric
 * "rigCount" of the operator "count": it goes on where it was if and only if the state was kept.
 *
 * <p>Arguments: {@code --finish-after N} ends the job after N numbers; {@code --fail-after N} throws in a subtask when it has
 * passed on N numbers since its last start; {@code --fail-when-exists PATH} throws while that file is there; {@code --journal PATH}
 * writes down what becomes of the state (see Journal). Others are ignored.
 */
public class RigJob {
  /** The pause sits in the source's chain, so that no buffer is ever full and a savepoint takes no longer than it must. */
  public static class Pause implements MapFunction<Long, Long> {
    private final long failAfter;
    private final String failWhenExists;
    private transient long passed;

    Pause(long failAfter, String failWhenExists) {
      this.failAfter = failAfter;
      this.failWhenExists = failWhenExists;
    }

    @Override
    public Long map(Long number) throws Exception {
      Thread.sleep(1);
      if (++passed > failAfter) throw new IllegalStateException("rig: asked to fail after " + failAfter + " numbers");
      if (failWhenExists != null && passed % 100 == 1 && Files.exists(Path.of(failWhenExists)))
        throw new IllegalStateException("rig: asked to fail while " + failWhenExists + " exists");
      return number;
    }
  }

  public static class Count extends KeyedProcessFunction<Long, Long, Long> implements CheckpointedFunction, CheckpointListener {
    private final String path;
    private transient ValueState<Long> count;
    private transient ListState<Long> totals;
    private transient Journal journal;
    private transient long last;
    private transient long total;

    Count(String path) {
      this.path = path;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      totals = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("totals", Types.LONG));
      for (long restored : totals.get()) total += restored;
      journal = new Journal(path, getRuntimeContext());
      journal.write("started", total, context.getRestoredCheckpointId().orElse(0));
    }

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
      getRuntimeContext().getMetricGroup().gauge("rigCount", (Gauge<Long>) () -> last);
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
      Long before = count.value();
      last = before == null ? 1 : before + 1;
      count.update(last);
      if (++total % 20 == 0) journal.write("alive", total, 0);
      out.collect(last);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      totals.update(java.util.List.of(total));
      journal.write("snapshot", total, context.getCheckpointId());
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
      journal.write("completed", total, checkpointId);
    }

    @Override
    public void close() throws Exception {
      if (journal != null) journal.write("ended", total, 0);
    }
  }

  public static void main(String[] args) throws Exception {
    long finishAfter = Long.parseLong(argument(args, "--finish-after", "" + Long.MAX_VALUE));
    long failAfter = Long.parseLong(argument(args, "--fail-after", "" + Long.MAX_VALUE));
    String failWhenExists = argument(args, "--fail-when-exists", null);
    String journal = argument(args, "--journal", null);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.fromSequence(1, finishAfter).uid("numbers")
        .map(new Pause(failAfter, failWhenExists)).uid("pause").name("pause")
        .keyBy(number -> number % 7, Types.LONG).process(new Count(journal)).uid("count").name("count")
        .sinkTo(new DiscardingSink<>()).uid("sink");
    env.execute("rig");
  }

  private static String argument(String[] args, String name, String otherwise) {
    for (int i = 0; i + 1 < args.length; i++) if (args[i].equals(name)) return args[i + 1];
    return otherwise;
  }
}
