#!/usr/bin/env bash
# flink-image.sh VERSION (say 1.20.5): a real Flink image from Debian's JRE and Flink's own files on PyPI, with the
# job of job/ in it, as $RIG_HOME/images/flink-VERSION.tar. Named localhost/flink:VERSION, and as on Docker Hub too, so
# that other people's resources run unchanged.
source "$(dirname "$0")/env.sh"
version=$1
work=$RIG_HOME/work base=$RIG_HOME/work/base
out=$RIG_HOME/images/flink-$version.tar
stamp=$(stamp_of "$0" "$RIG/image.py" "$RIG/docker-entrypoint.sh" "$RIG"/job/*)
[[ -f $out && $(cat "$out.stamp" 2>/dev/null) == "$stamp" ]] && exit 0
say "making localhost/flink:$version"

base_layer() {
  remove "$base"
  debootstrap --variant=minbase --include=openjdk-17-jre-headless,procps,hostname,curl,ca-certificates bookworm "$base" >"$work/base.log" 2>&1 ||
    { tail -n 20 "$work/base.log" >&2; die "debootstrap failed; its log is $work/base.log"; }
  rm -rf "$base"/var/cache/apt/* "$base"/var/lib/apt/lists/* "$base"/usr/share/{doc,locale,man}
  echo 'flink:x:9999:9999::/opt/flink:/bin/bash' >>"$base/etc/passwd"
  echo 'flink:x:9999:' >>"$base/etc/group"
  touch "$base.done"
}

# apache-flink-libraries carries lib/, opt/ and plugins/; apache-flink carries bin/ and conf/.
flink_layer() { # ROOT
  local root=$1 downloads=$work/pypi-$version
  remove "$root"; remove "$downloads"
  local flink=$root/opt/flink
  mkdir -p "$downloads" "$flink"/{usrlib,log,examples/streaming}
  pip -q download --no-deps -d "$downloads" --no-binary :all: "apache-flink-libraries==$version"
  pip -q download --no-deps -d "$downloads" --only-binary :all: --python-version 3.11 --platform manylinux_2_17_x86_64 "apache-flink==$version"
  tar -xzf "$downloads"/apache_flink_libraries-*.tar.gz -C "$flink" --strip-components=2 --wildcards '*/deps/*' \
    --exclude='*flink-sql-client*' --exclude='*flink-python*' --exclude='*/licenses/*'
  unzip -q "$downloads"/apache_flink-*.whl 'pyflink/bin/*' 'pyflink/conf/*' -d "$downloads/wheel"
  cp -r "$downloads"/wheel/pyflink/{bin,conf} "$flink/"
  chmod +x "$flink"/bin/*
  chown -R 9999:9999 "$flink"
  remove "$downloads"
  touch "$root.done"
}

job_layer() { # ROOT FLINK-ROOT
  local root=$1 lib=$2/opt/flink/lib
  remove "$root"
  mkdir -p "$root"/classes "$root"/layer/opt/flink/{usrlib,examples/streaming}
  javac --release 11 -cp "$(printf '%s:' "$lib"/*.jar)" -d "$root/classes" "$RIG"/job/*.java
  jar --create --file "$root/layer/opt/flink/usrlib/rig-job.jar" --main-class RigJob -C "$root/classes" .
  local example
  for example in StateMachineExample TopSpeedWindowing; do
    cp "$root/layer/opt/flink/usrlib/rig-job.jar" "$root/layer/opt/flink/examples/streaming/$example.jar"
  done
  chown -R 9999:9999 "$root/layer/opt/flink"
  install -m 755 "$RIG/docker-entrypoint.sh" "$root/layer/"
}

[[ -f $base.done ]] || base_layer
[[ -f $work/flink-$version.done ]] || flink_layer "$work/flink-$version"
job_layer "$work/job-$version" "$work/flink-$version"
python3 "$RIG/image.py" "localhost/flink:$version,docker.io/library/flink:${version%.*}" "$out" '{"Entrypoint": ["/docker-entrypoint.sh"],
  "WorkingDir": "/opt/flink", "User": "9999:9999", "Env": ["FLINK_HOME=/opt/flink", "JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64",
  "PATH=/opt/flink/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}' \
  "$base" "$work/flink-$version" "$work/job-$version/layer"
echo "$stamp" >"$out.stamp"
