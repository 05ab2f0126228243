import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * What became of the job's state, in a file that outlives every pod, one line each:
 * {@code KIND MILLISECONDS JOB-ID PROCESS SUBTASK TOTAL CHECKPOINT-ID}. A line is one small write to a file that is appended to, so that
 * those of two processes never mix: two jobs that run at once are seen to.
 */
class Journal {
  private final Path path;
  private final String job;
  private final String process;
  private final int subtask;

  Journal(String path, RuntimeContext context) {
    var jvm = ManagementFactory.getRuntimeMXBean();
    this.path = path == null ? null : Path.of(path);
    this.job = context.getJobInfo().getJobId().toString();
    this.process = jvm.getName() + "/" + jvm.getStartTime();
    this.subtask = context.getTaskInfo().getIndexOfThisSubtask();
  }

  void write(String kind, long total, long checkpoint) throws IOException {
    if (path == null) return;
    String line = String.join(" ", kind, "" + System.currentTimeMillis(), job, process, "" + subtask, "" + total, "" + checkpoint);
    Files.write(path, (line + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
