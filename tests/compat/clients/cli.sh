# The docker CLI.
# shellcheck shell=bash

work_baseline() {
    containers_of_an_ordinary_day
    settings_of_an_ordinary_run
    files_volumes_networks
    images_and_registry
    builds
    hygiene
}

containers_of_an_ordinary_day() {
    works 'docker version && docker info && docker ps'
    works 'docker run --rm app:1 echo hello | grep -x hello'
    works 'echo hello | docker run --rm -i app:1 cat | grep -x hello'
    works 'script -qec "docker run --rm -it app:1 tty" /dev/null | grep /dev/pts'
    works 'docker run -d --name web -p 127.0.0.1:8080:80 -e GREETING=hello app:1 sh -c "echo started; exec httpd -f -h /etc"'
    works 'docker ps -a --filter name=web --format "{{.Status}}" | grep ^Up'
    works 'docker logs --timestamps --tail 10 web | grep started'
    works 'docker port web | grep 8080'
    works 'curl -sf --retry 20 --retry-connrefused --retry-delay 1 http://127.0.0.1:8080/passwd | grep root'
    works 'docker inspect web --format "{{.State.Running}}" | grep true'
    works 'docker exec web id -u | grep -x 0'
    works 'docker exec -u app -w /tmp -e A=b web sh -c "id -u; pwd; echo \$A"'
    works 'docker exec -d web touch /tmp/detached'
    works 'script -qec "docker exec -it web tty" /dev/null | grep /dev/pts'
    works 'docker top web'
    works 'docker stats --no-stream web'
    works 'docker diff web'
    works 'docker update --memory 64m --memory-swap 128m web'
    works 'docker pause web && docker unpause web'
    works 'docker rename web site && docker restart -t 0 site'
    works 'docker stop -t 0 site && docker start site && docker kill -s KILL site && docker wait site'
    works 'docker start site && (docker wait site & docker stop -t 1 site; wait)'
    works 'docker rm -v site'
    works 'docker create --name later -i app:1 cat && echo typed | docker start -ai later | grep typed && docker rm later'
    works 'docker run -d --name talk app:1 sh -c "until [ -e /tmp/go ]; do usleep 100000; done; echo gone"'
    works 'docker logs -f talk >logs & docker attach --no-stdin talk >attached & docker exec talk touch /tmp/go && wait && grep gone logs'
    works 'docker rm -f talk'
    works 'docker run --rm app:1 sh -c "exit 3"; [ $? -eq 3 ]'
    works 'docker run -d --name checked --health-cmd true --health-interval 1s --restart unless-stopped app:1 sleep 100'
    works 'until docker inspect -f "{{.State.Health.Status}}" checked | grep -x healthy; do :; done; docker rm -f checked'
    works 'docker events --since 5m --until 0s --filter type=container | grep start'
}

settings_of_an_ordinary_run() {
    works 'docker run --rm --init --hostname box --domainname lan --add-host db:10.1.2.3 --add-host up:host-gateway --dns 10.9.8.7 --dns-search lan --dns-option ndots:2 app:1 sh -c "grep db /etc/hosts && grep 10.9.8.7 /etc/resolv.conf"'
    works 'echo "C=d" >env && docker run --rm --env-file env -e A=b -e PATH -l a=b --label-file env --workdir /tmp --entrypoint sh app:1 -c "echo \$C" | grep -x d'
    works 'docker run --rm --user 1000:1000 --group-add 100 app:1 id -G | grep 100'
    works 'docker run --rm --user app app:1 id -u | grep -x 1001'
    works 'docker run --rm --memory 64m --memory-reservation 32m --memory-swap -1 --memory-swappiness 10 --cpus 0.5 --cpu-shares 512 --cpuset-cpus 0 --pids-limit 50 --shm-size 16m --ulimit nofile=1024:2048 --oom-score-adj 100 app:1 true'
    works 'docker run --rm --tmpfs /run --tmpfs /scratch:rw,size=1m,mode=1777,noexec --read-only app:1 touch /scratch/a'
    works 'docker run --rm --cap-drop MKNOD --cap-add NET_BIND_SERVICE --cap-add cap_chown --security-opt no-new-privileges app:1 true'
    works 'docker run --rm --cap-drop all --cap-add SETUID --security-opt no-new-privileges:true app:1 true'
    works 'docker run --rm --sysctl net.ipv4.ip_local_port_range="1024 65000" --ipc private --cgroupns private app:1 true'
    works 'docker run --rm --log-driver json-file --log-opt max-size=1m --log-opt max-file=2 app:1 true'
    works 'docker run --rm --log-driver local app:1 true && docker run --rm --log-driver none app:1 true'
    works 'docker run --rm --stop-signal SIGINT --stop-timeout 1 --restart no --expose 80 -P --cidfile cid app:1 true && rm cid'
    works 'docker run --rm -p 53 -p 9000-9001:9000-9001 -p 127.0.0.1::53/udp -p "[::1]:8081:81" app:1 true'
    works 'docker run --rm --network none app:1 true && docker run --rm --net bridge app:1 true'
    case $ENGINE:$NAME in
    20.10:cli-20.10 | 26.1:* | 28.5:*) works 'docker run --rm --mac-address 02:42:ac:11:00:09 app:1 true' ;;
    *) not_here 'docker run --rm --mac-address 02:42:ac:11:00:09 app:1 true' 'this client wants API 1.44 for it' ;;
    esac
    works 'docker run --rm --platform linux/amd64 --pull missing app:1 true'
    works 'docker run -d --name db --health-cmd true --no-healthcheck=false app:1 sleep 100 && docker run --rm --link db:database app:1 ping -c 1 database'
    works 'docker run --rm --network container:db app:1 true && docker rm -f db'
    works 'docker run --rm --runtime runc app:1 true'
}

files_volumes_networks() {
    works 'docker volume create --label a=b data && docker volume ls && docker volume inspect data'
    works 'docker run --rm -v data:/data app:1 sh -c "echo kept >/data/file"'
    works 'docker run --rm -v data:/data:ro -v /anonymous --mount type=volume,src=data,dst=/again,readonly app:1 grep kept /again/file'
    works 'docker volume create -o type=tmpfs -o device=tmpfs -o o=size=1m fast && docker run --rm -v fast:/f app:1 touch /f/a'
    works 'docker run --rm --mount type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=1770 --mount type=volume,dst=/v,volume-nocopy app:1 touch /t/a'
    works 'mkdir -p src && echo code >src/file && docker run --rm -v "$PWD/src:/src" -v "$PWD/src:/c:cached" -v "$PWD/src:/d:ro,delegated" app:1 grep code /src/file'
    works 'docker run --rm --mount "type=bind,src=$PWD/src,dst=/src,readonly" --mount "type=bind,src=$PWD/src,dst=/p,bind-propagation=rprivate" app:1 grep code /src/file'
    works 'docker run --rm -v "$PWD/new-folder:/n" -v "$PWD/src/file:/etc/motd:ro" -v "$PWD/src:/z:z" app:1 touch /n/made'
    works 'docker run --rm -v /etc/localtime:/etc/localtime:ro -v /usr/share/zoneinfo:/usr/share/zoneinfo:ro -v /etc/ssl/certs:/etc/ssl/certs:ro app:1 true'
    works 'docker run --name parent -v data:/data -v "$PWD/src:/src" app:1 true && docker run --rm --volumes-from parent app:1 grep kept /data/file'
    works 'docker cp parent:/src/file out && docker cp parent:/etc/passwd - | tar -t | grep passwd'
    needs copy-in 'docker cp src/file parent:/tmp/in && tar -c src | docker cp - parent:/tmp'
    works 'docker export parent | tar -t | grep etc/passwd && docker rm -v parent'
    works 'docker run -d --name runs app:1 sleep 100'
    needs copy-of-running 'docker cp runs:/etc/passwd out'
    needs copy-into-running 'docker cp src/file runs:/tmp/in'
    works 'docker rm -f runs && docker volume rm data fast'

    works 'docker network create --label a=b back'
    works 'docker network create --internal --subnet 10.213.5.0/24 --gateway 10.213.5.1 --ip-range 10.213.5.128/25 inner'
    works 'docker network create --driver bridge --opt com.docker.network.driver.mtu=1400 --attachable wide && docker network rm wide'
    works 'docker network ls && docker network inspect back'
    works 'docker run -d --name api --network back --network-alias service app:1 sleep 100'
    works 'docker run --rm --network back app:1 ping -c 1 service'
    works 'docker network connect --alias second --ip 10.213.5.9 inner api && docker run --rm --network inner --ip 10.213.5.10 app:1 ping -c 1 second'
    works 'docker network disconnect inner api && docker rm -f api && docker network rm back inner'
}

images_and_registry() {
    works 'docker images && docker image ls --digests && docker image inspect app:1 && docker history app:1'
    works 'docker login -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <<<"$REGISTRY_PASSWORD"'
    works 'docker tag app:1 "$REGISTRY/app:pushed" && docker push "$REGISTRY/app:pushed"'
    works 'docker rmi "$REGISTRY/app:pushed" && docker pull "$REGISTRY/app:pushed"'
    works 'docker rmi "$REGISTRY/app:pushed" && docker run --rm "$REGISTRY/app:pushed" true'
    works 'docker run --rm --pull always "$REGISTRY/app:pushed" true && docker pull "$REGISTRY/app@$(docker image inspect -f "{{index .RepoDigests 0}}" "$REGISTRY/app:pushed" | cut -d@ -f2)"'
    works 'docker pull -a "$REGISTRY/app" && docker rmi "$REGISTRY/app:pushed" && docker logout "$REGISTRY"'
    works 'docker run --name made app:1 touch /made && docker commit -a me -m why -c "CMD [\"ls\"]" -c "ENV A=b" made made:1 && docker rm made && docker run --rm made:1'
    works 'docker save -o saved.tar made:1 && docker rmi made:1 && docker load -i saved.tar && docker save made:1 app:1 | gzip | docker load -q'
    works 'docker create --name empty app:1 true && docker export -o exported.tar empty && docker rm empty'
    works 'docker import exported.tar imported:1 && docker import -m why -c "CMD [\"sh\"]" - imported:2 <exported.tar && docker rmi imported:1 imported:2 made:1'
    not_here 'docker search app' 'it asks the Docker Hub'
}

builds() {
    works 'mkdir -p ctx && echo data >ctx/data && printf "FROM app:1 AS first\nARG WHO=me\nRUN echo \$WHO >/who\nFROM app:1\nCOPY --from=first /who /who\nCOPY data /data/\nRUN grep me /who\nUSER 1001\nHEALTHCHECK CMD true\nEXPOSE 80\nVOLUME /v\nCMD [\"true\"]\n" >ctx/Dockerfile'
    needs build 'DOCKER_BUILDKIT=0 docker build --no-cache --build-arg WHO=me --label a=b -t classic:1 ctx && docker run --rm classic:1'
    needs build 'DOCKER_BUILDKIT=0 docker build -t classic:2 --target first --memory 256m --network none ctx && DOCKER_BUILDKIT=0 docker build -t classic:3 - <<<"FROM app:1"'
    needs build 'DOCKER_BUILDKIT=1 docker build --no-cache --build-arg WHO=me -t kit:1 ctx && docker run --rm kit:1'
    if [ "$NAME" != cli-20.10 ]; then
        needs build 'docker buildx build --load --secret id=s,src=ctx/data --progress plain -t kit:2 ctx && docker buildx ls && docker rmi kit:2'
    fi
    works 'docker rmi classic:1 classic:2 classic:3 kit:1'
}

hygiene() {
    works 'docker system df && docker system df -v'
    works 'docker container prune -f && docker image prune -f && docker volume prune -f && docker network prune -f'
    [ "$ENGINE" = 20.10 ] || works 'docker builder prune -f'
    works 'docker context ls && docker ps -aq | wc -l | grep -x 0'
}

# The hardening guide's own words.
HARDENED_WORDS='--user 1001:1001 --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges'

work_restricted() {
    works 'docker version && docker info && docker ps'
    works "docker run --rm $HARDENED_WORDS app:1 id -u | grep -x 1001"
    works "docker run --rm --read-only --cap-drop ALL --cap-add NET_BIND_SERVICE --tmpfs /tmp --security-opt no-new-privileges app-user:1 touch /tmp/a"
    works "docker run --rm --user app --read-only --cap-drop ALL --security-opt no-new-privileges:true app:1 id -u | grep -x 1001"
    works "echo hello | docker run --rm -i $HARDENED_WORDS app:1 cat | grep -x hello"
    works "script -qec 'docker run --rm -it $HARDENED_WORDS app:1 tty' /dev/null | grep /dev/pts"
    works "docker run -d --name web -p 127.0.0.1:8080:8080 $HARDENED_WORDS --memory 64m --cpus 0.5 --pids-limit 50 app:1 sh -c 'echo started; exec httpd -f -p 8080 -h /etc'"
    works 'docker ps -a && docker logs web | grep started && docker port web'
    works 'curl -sf --retry 20 --retry-connrefused --retry-delay 1 http://127.0.0.1:8080/passwd | grep root'
    works 'docker inspect web && docker top web && docker stats --no-stream web && docker diff web'
    works 'docker exec web id -u | grep -x 1001'
    works 'script -qec "docker exec -it web tty" /dev/null | grep /dev/pts'
    works 'docker update --memory 48m --memory-swap 96m web && docker pause web && docker unpause web'
    works 'docker rename web site && docker restart -t 0 site && docker stop -t 0 site && docker start site'
    needs copy-of-running 'docker cp site:/etc/passwd out'
    works 'docker kill site && docker wait site && docker cp site:/etc/passwd out && docker export site | tar -t | grep etc/passwd'
    works 'docker rm site'
    works "docker run -d --name talk $HARDENED_WORDS app:1 sh -c 'until [ -e /tmp/go ]; do usleep 100000; done; echo gone'"
    works 'docker logs -f talk >logs & docker attach --no-stdin talk >attached & docker exec talk touch /tmp/go && wait && grep gone logs; docker rm -f talk'
    works 'docker events --since 5m --until 0s | grep start'

    works 'docker volume create data && docker volume ls && docker volume inspect data'
    works "docker run --rm $HARDENED_WORDS -v data:/data --mount type=volume,src=data,dst=/again app:1 touch /data/file"
    works "docker run -d --name keeper $HARDENED_WORDS -v data:/data app:1 sleep 1000"
    needs shared-volume "docker run --rm $HARDENED_WORDS -v data:/data app:1 true"
    works "docker run --rm $HARDENED_WORDS -v data:/data:nocopy app:1 touch /data/other && docker rm -f keeper"
    works 'docker volume create -o type=tmpfs -o device=tmpfs -o o=size=1m fast'
    works "docker run --rm $HARDENED_WORDS -v fast:/f:ro --mount type=tmpfs,dst=/t,tmpfs-size=1m app:1 true"
    # the volume may be older than the gate, which these rows start anew
    works "docker create --name parent $HARDENED_WORDS -v data:/data:nocopy app:1 true && docker run --rm $HARDENED_WORDS --volumes-from parent app:1 ls /data/file"
    echo in >"$PROJECT/file"
    needs copy-in 'docker cp file parent:/data/in'
    works 'docker rm parent && docker volume rm data fast'

    works 'docker network create back && docker network create --internal inner && docker network inspect back'
    works "docker run -d --name api --network back --network-alias service $HARDENED_WORDS app:1 sleep 100"
    works "docker run --rm --network back $HARDENED_WORDS app:1 nslookup service | grep -i address"
    works 'docker network connect --alias second inner api && docker network disconnect inner api && docker rm -f api && docker network rm back inner'

    works 'docker images && docker image inspect app:1 && docker history app:1'
    works 'docker login -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <<<"$REGISTRY_PASSWORD"'
    works 'docker tag app-user:1 "$REGISTRY/app-user:pushed" && docker push "$REGISTRY/app-user:pushed" && docker rmi "$REGISTRY/app-user:pushed" && docker pull "$REGISTRY/app-user:pushed"'
    works "docker rmi $REGISTRY/app-user:pushed && docker run --rm --read-only --cap-drop ALL --security-opt no-new-privileges $REGISTRY/app-user:pushed true"
    works 'docker save -o saved.tar "$REGISTRY/app-user:pushed" && docker rmi "$REGISTRY/app-user:pushed" && docker logout "$REGISTRY"'
    needs make-image 'docker load -i saved.tar'
    works "docker create --name made $HARDENED_WORDS app:1 true && docker export -o exported.tar made"
    needs make-image 'docker commit made made:1'
    needs make-image 'docker import exported.tar imported:1'
    needs build 'DOCKER_BUILDKIT=0 docker build -t built:1 - <<<"FROM app:1"'
    needs build 'DOCKER_BUILDKIT=1 docker build -t built:2 - <<<"FROM app:1"'
    works 'docker rm made && docker rmi -f made:1 imported:1 built:1 built:2'

    works 'docker system df && docker container prune -f && docker image prune -f && docker volume prune -f && docker network prune -f'
}
